package io.everstore.local.probe;

import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** The simplest questions to a port: does it accept, does it answer 200. */
public final class Http {

    private Http() {}

    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What became of a question. */
    public enum Reply {
        /** 200. */
        OK,
        /** Another status, or no connection, or one that broke. */
        REFUSED,
        /** Nothing within the limit. */
        LATE
    }

    /** Whether a GET answers 200 within the limit; each call uses a connection of its own. */
    public static boolean ok(Transport transport, int port, String path, Duration limit) {
        return ask(transport, port, path, limit) == Reply.OK;
    }

    /** The same, and why not. */
    public static Reply ask(Transport transport, int port, String path, Duration limit) {
        try {
            URI uri = URI.create("%s://127.0.0.1:%d%s".formatted(transport.scheme(), port, path));
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            transport.prepare(connection);
            connection.setConnectTimeout((int) limit.toMillis());
            connection.setReadTimeout((int) limit.toMillis());
            connection.setRequestProperty("Connection", "close");
            try {
                return connection.getResponseCode() == 200 ? Reply.OK : Reply.REFUSED;
            } finally {
                connection.disconnect();
            }
        } catch (SocketTimeoutException e) {
            return Reply.LATE;
        } catch (IOException e) {
            return Reply.REFUSED;
        }
    }
}
