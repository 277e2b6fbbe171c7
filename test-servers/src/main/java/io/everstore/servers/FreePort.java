package io.everstore.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** For servers that have to be told their port, or to tell it to others before they listen. */
public final class FreePort {

    private FreePort() {}

    /** One that nobody listens at, now. */
    public static int find() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
