package io.everstore.local.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The three Redis servers, asked and told directly. */
final class RedisNodes {

    private static final int[] PORTS = {6401, 6402, 6403};
    private static final int LIMIT_MILLIS = 2000;
    private static final Pattern CALLS = Pattern.compile("cmdstat_([a-z_]+)[^:]*:calls=(\\d+)");

    /** What servers, Sentinels and connections say among themselves. */
    private static final Set<String> HOUSEKEEPING =
            Set.of(
                    "ping",
                    "info",
                    "role",
                    "replconf",
                    "psync",
                    "publish",
                    "subscribe",
                    "client",
                    "hello",
                    "auth",
                    "config",
                    "command",
                    "select",
                    "exec",
                    "multi",
                    "slaveof",
                    "replicaof",
                    "unsubscribe",
                    "psubscribe");

    private RedisNodes() {}

    /** Deletes all that is cached. */
    static void flush() {
        for (int port : PORTS) {
            ask(port, "FLUSHALL"); // a replica refuses, and follows its primary
        }
    }

    /** How many operations on data all of them have done so far. */
    static long operations() {
        long sum = 0;
        for (int port : PORTS) {
            sum +=
                    CALLS.matcher(ask(port, "INFO commandstats"))
                            .results()
                            .filter(call -> !HOUSEKEEPING.contains(call.group(1)))
                            .mapToLong(RedisNodes::calls)
                            .sum();
        }
        return sum;
    }

    private static long calls(MatchResult call) {
        return Long.parseLong(call.group(2));
    }

    private static String ask(int port, String command) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream()
                    .write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder all = new StringBuilder();
            in.lines().forEach(line -> all.append(line).append('\n'));
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
