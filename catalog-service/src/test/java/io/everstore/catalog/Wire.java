package io.everstore.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP connection to a server that the test can cut and mend; cut, it refuses and resets. */
final class Wire implements AutoCloseable {

    private final int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket door;

    private Wire(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.port = door.getLocalPort();
        listen(door);
    }

    static Wire to(int target) {
        try {
            return new Wire(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    void cut() {
        close();
    }

    void mend() throws IOException {
        door = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        listen(door);
    }

    private void listen(ServerSocket listening) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                while (true) {
                                    connect(listening.accept());
                                }
                            } catch (IOException _) {
                                // Cut.
                            }
                        });
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pump(client, server));
        Thread.ofVirtual().start(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One of them is gone, so the other goes as well.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
