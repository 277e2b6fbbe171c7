package io.everstore.order.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A PostgreSQL that says whether it speaks TLS (it does not), and never a word after that. */
final class MuteHost implements AutoCloseable {

    private static final int TLS_REQUEST = 8;

    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;

    MuteHost() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = listener.accept();
                clients.add(client);
                if (client.getInputStream().readNBytes(TLS_REQUEST).length == TLS_REQUEST) {
                    client.getOutputStream().write('N');
                }
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
