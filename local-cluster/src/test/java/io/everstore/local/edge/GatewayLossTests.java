package io.everstore.local.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An edge before two gateways, of which one takes requests and does not answer them. */
class GatewayLossTests {

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch thawed = new CountDownLatch(1);

    /** A gateway that is asked a second time has been heard the first time. */
    private final AtomicInteger frozenChecks = new AtomicInteger();

    private final AtomicInteger workingChecks = new AtomicInteger();
    private final AtomicInteger frozenGot = new AtomicInteger();
    private final AtomicReference<Headers> arrived = new AtomicReference<>(new Headers());
    private HttpServer frozen;
    private HttpServer working;
    private Edge edge;
    private int port;

    @BeforeEach
    void open() throws IOException {
        frozen = gateway(this::hang);
        working = gateway(this::answer);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        edge = new Edge(port, List.of(node(1, frozen), node(2, working)), Transport.plain());
        Awaitility.await().until(() -> frozenChecks.get() > 1 && workingChecks.get() > 1);
    }

    @AfterEach
    void close() {
        thawed.countDown();
        edge.close();
        client.close();
        frozen.stop(0);
        working.stop(0);
    }

    @Test
    void doesNotLeaveAReaderWithAGatewayThatHangs() throws Exception {
        for (int i = 0; frozenGot.get() == 0 && i < 50; i++) {
            long start = System.nanoTime();
            assertThat(status(request("/api/products"))).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(6));
        }
        assertThat(frozenGot).as("requests that met the one that hangs").hasPositiveValue();
    }

    @Test
    void doesNotLeaveAKeyedOrderThereEither() throws Exception {
        for (int i = 0; frozenGot.get() == 0 && i < 50; i++) {
            var order =
                    request("/api/orders")
                            .header("Idempotency-Key", "key-of-16-letters")
                            .POST(BodyPublishers.ofString("{}"));
            assertThat(status(order)).isEqualTo(200);
        }
        assertThat(frozenGot).hasPositiveValue();
    }

    @Test
    void passesOnNothingThatAClientSaysOfItsOrigin() throws Exception {
        for (int i = 0; arrived.get().isEmpty() && i < 50; i++) {
            status(
                    request("/api/products")
                            .header("X-Forwarded-For", "10.1.2.3")
                            .header("X-Forwarded-Proto", "https")
                            .header("X-Forwarded-Port", "443")
                            .header("X-Forwarded-Prefix", "/admin")
                            .header("X-Real-IP", "10.1.2.3")
                            .header("Forwarded", "for=10.1.2.3"));
        }

        assertThat(arrived.get().get("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(arrived.get().get("X-Forwarded-Proto")).containsExactly("http");
        assertThat(arrived.get().get("X-Forwarded-Host")).containsExactly("127.0.0.1");
        assertThat(arrived.get().get("X-Forwarded-Port")).containsExactly("" + port);
        assertThat(arrived.get())
                .doesNotContainKeys("X-forwarded-prefix", "X-real-ip", "Forwarded");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private void hang(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/readyz")) {
                frozenChecks.incrementAndGet();
                exchange.sendResponseHeaders(200, -1); // no check has noticed yet
                return;
            }
            frozenGot.incrementAndGet();
            thawed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().startsWith("/api/")) {
                arrived.set(exchange.getRequestHeaders());
            } else {
                workingChecks.incrementAndGet();
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static HttpServer gateway(HttpHandler handler) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static NodeSpec node(int index, HttpServer server) {
        return new NodeSpec("gateway-" + index, Tier.GATEWAY, index, server.getAddress().getPort());
    }
}
