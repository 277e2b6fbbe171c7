package io.everstore.local.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.everstore.local.cli.Everstore;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.transport.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own, as the launcher is: the command line first, then other servers, and then
 * the edge, with a gateway at each port that it is given. Says its port, and ends with its input.
 */
final class EdgeAfterOthers {

    private EdgeAfterOthers() {}

    static Process start(int... gateways) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                EdgeAfterOthers.class.getName()));
        for (int gateway : gateways) {
            command.add(Integer.toString(gateway));
        }
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** The port of the edge. */
    static int port(Process launcher) throws IOException {
        var said = new BufferedReader(new InputStreamReader(launcher.getInputStream(), UTF_8));
        return Integer.parseInt(said.readLine());
    }

    public static void main(String[] gateways) throws IOException {
        Everstore.commandLine();
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).start();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<NodeSpec> specs = new ArrayList<>();
        for (String gateway : gateways) {
            int index = specs.size() + 1;
            specs.add(
                    new NodeSpec(
                            "gateway-" + index, Tier.GATEWAY, index, Integer.parseInt(gateway)));
        }
        try (var _ = new Edge(port, specs, Transport.plain())) {
            System.out.println(port);
            System.in.transferTo(System.err);
        }
        System.exit(0);
    }
}
