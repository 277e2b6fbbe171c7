package io.everstore.catalog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * The way to a server, which can be shut: connections end, and new ones end at once.
 *
 * <p>The port is held while it is shut. If it were given back, any connection that goes out could
 * be given it, and the gate could not open again.
 */
public final class Gate implements AutoCloseable {

    private final IntSupplier target;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ServerSocket entrance;
    private volatile boolean open = true;

    public Gate(IntSupplier target) throws IOException {
        this.target = target;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::admit);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    public void open() {
        open = true;
    }

    public void shut() {
        open = false;
        connections.forEach(Gate::end);
        connections.clear();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        shut();
    }

    private void admit() {
        while (!entrance.isClosed()) {
            try {
                Socket in = entrance.accept();
                connections.add(in);
                Thread.startVirtualThread(() -> join(in));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void join(Socket in) {
        try (in;
                var out = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt())) {
            connections.add(out);
            if (!open) {
                return;
            }
            Thread back = Thread.startVirtualThread(() -> pipe(out, in));
            pipe(in, out);
            back.join();
        } catch (IOException | InterruptedException gone) {
            return;
        } finally {
            connections.remove(in);
        }
    }

    private static void end(Socket connection) {
        try {
            connection.close();
        } catch (IOException gone) {
            return;
        }
    }

    private static void pipe(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            return;
        }
    }
}
