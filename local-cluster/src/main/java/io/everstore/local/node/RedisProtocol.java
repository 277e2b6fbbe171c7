package io.everstore.local.node;

import io.everstore.local.transport.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The three questions that there are for Redis, as inline commands of its protocol. */
public final class RedisProtocol {

    private static final Duration LIMIT = Duration.ofMillis(500);

    private RedisProtocol() {}

    /** The first string of the answer; empty when there is none within half a second. */
    public static Optional<String> ask(Transport transport, int port, String command) {
        try (Socket socket = transport.connect(port, LIMIT)) {
            return Optional.of(firstString(send(socket, command)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The port of the primary that a Sentinel believes in. */
    static Optional<Integer> masterPort(Transport transport, int sentinelPort, String master) {
        try (Socket socket = transport.connect(sentinelPort, LIMIT)) {
            BufferedReader in = send(socket, "SENTINEL get-master-addr-by-name " + master);
            firstString(in);
            return Optional.of(Integer.parseInt(firstString(in)));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static BufferedReader send(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Skips array and bulk headers: {@code *3}, {@code $6}, then the string. */
    private static String firstString(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("+")) {
                return line.substring(1);
            }
            if (!line.startsWith("*") && !line.startsWith("$")) {
                return line;
            }
        }
        throw new IOException("no answer");
    }
}
