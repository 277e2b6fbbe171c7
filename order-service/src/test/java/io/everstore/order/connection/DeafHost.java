package io.everstore.order.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A host that vanished: whoever wants to connect hears neither yes nor no. Its queue of connections
 * that nobody takes is full, so the kernel drops what comes.
 */
final class DeafHost implements AutoCloseable {

    private final ServerSocket listener;
    private final List<SocketChannel> queue = new ArrayList<>();

    DeafHost() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        for (int i = 0; i < 8; i++) {
            SocketChannel waiting = SocketChannel.open();
            waiting.configureBlocking(false);
            var _ = waiting.connect(listener.getLocalSocketAddress());
            queue.add(waiting);
        }
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel waiting : queue) {
            waiting.close();
        }
        listener.close();
    }
}
