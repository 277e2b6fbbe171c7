package io.everstore.catalog.facts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** The way to a server, which can be shut: connections end, and new ones are refused. */
final class Gate implements AutoCloseable {

    private final IntSupplier target;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket entrance;

    Gate(IntSupplier target) throws IOException {
        this.target = target;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        port = entrance.getLocalPort();
        admit(entrance);
    }

    int port() {
        return port;
    }

    void open() throws IOException {
        entrance = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        admit(entrance);
    }

    void shut() throws IOException {
        entrance.close();
        for (Socket connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    @Override
    public void close() throws IOException {
        shut();
    }

    private void admit(ServerSocket door) {
        Thread.startVirtualThread(
                () -> {
                    try (door) {
                        while (true) {
                            Socket in = door.accept();
                            Socket out =
                                    new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
                            connections.add(in);
                            connections.add(out);
                            pipe(in, out);
                            pipe(out, in);
                        }
                    } catch (IOException shut) {
                        return;
                    }
                });
    }

    private static void pipe(Socket from, Socket to) {
        Thread.startVirtualThread(
                () -> {
                    try (from;
                            to) {
                        from.getInputStream().transferTo(to.getOutputStream());
                    } catch (IOException shut) {
                        return;
                    }
                });
    }
}
