package io.everstore.local.edge;

import com.sun.net.httpserver.HttpServer;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * The one address of the shop in the local runtime: an HTTP proxy over the gateways, where compose
 * has HAProxy with a virtual IP. It takes part in nothing but the choice of a healthy gateway, and
 * hides the loss of one: a request that got no answer is sent once more, to another gateway, if it
 * never left or if repeating it is harmless (a safe method, or an order with its idempotency key).
 *
 * <p>Needs {@link JdkSettings} to be applied before.
 */
public final class Edge implements AutoCloseable {

    /**
     * A port nobody listens on refuses at once. This long only this process can take, when all of
     * the machine is busy, and that is no reason to leave a gateway out.
     */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);

    /** Customers who may wait for their connection to be taken; more are refused. */
    private static final int BACKLOG = 1024;

    private final Checks checks;
    private final HttpServer server;
    private final HttpClient client;

    /**
     * Opens the port; throws UncheckedIOException if it is taken.
     *
     * @param transport for its customers, and for its calls of the gateways
     */
    public Edge(int port, List<NodeSpec> nodes, Transport transport) {
        var gateways = new Gateways(nodes.stream().map(Gateway::new).toList());
        this.client =
                transport
                        .httpClient()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_LIMIT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        try {
            server =
                    transport.listen(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be opened", e);
        }
        checks = new Checks(gateways.all(), transport);
        var forwarding = new Forwarding(gateways, new SecondTries(), client, transport.scheme());
        // Without a limit, so that it takes everybody: the gateways are the ones to refuse.
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", new Answered(forwarding));
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        checks.close();
        client.shutdownNow();
    }
}
