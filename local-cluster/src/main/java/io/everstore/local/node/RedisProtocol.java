package io.everstore.local.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The three questions that there are for Redis, as inline commands of its protocol. */
public final class RedisProtocol {

    private static final int LIMIT_MILLIS = 500;

    private RedisProtocol() {}

    /** The first string of the answer; empty when there is none within half a second. */
    public static Optional<String> ask(int port, String command) {
        try (Socket socket = connect(port)) {
            return Optional.of(firstString(send(socket, command)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The port of the primary that a Sentinel believes in. */
    static Optional<Integer> masterPort(int sentinelPort, String master) {
        try (Socket socket = connect(sentinelPort)) {
            BufferedReader in = send(socket, "SENTINEL get-master-addr-by-name " + master);
            firstString(in);
            return Optional.of(Integer.parseInt(firstString(in)));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
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
