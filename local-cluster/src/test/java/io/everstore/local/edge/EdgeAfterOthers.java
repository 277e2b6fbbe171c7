package io.everstore.local.edge;

import com.sun.net.httpserver.HttpServer;
import io.everstore.local.cli.Everstore;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * A process of its own, as the launcher is: the command line first, then other servers, and then
 * the edge. Says its port, and ends with its input.
 */
final class EdgeAfterOthers {

    private EdgeAfterOthers() {}

    public static void main(String[] arguments) throws IOException {
        Everstore.commandLine();
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).start();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (var _ = new Edge(port, List.of(), Transport.plain())) {
            System.out.println(port);
            System.in.transferTo(System.err);
        }
        System.exit(0);
    }
}
