package io.everstore.local.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.transport.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An edge before one gateway, whose answer is a stream of server-sent events. */
class EventsTests {

    private static final String END = "";

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch hasEnded = new CountDownLatch(1);
    private HttpServer gateway;
    private Edge edge;
    private int port;

    @BeforeEach
    void open() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        gateway.createContext("/readyz", EventsTests::ready);
        gateway.createContext("/api/orders/7/events", this::stream);
        gateway.start();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        int behind = gateway.getAddress().getPort();
        edge =
                new Edge(
                        port,
                        List.of(new NodeSpec("gateway-1", Tier.GATEWAY, 1, behind)),
                        Transport.plain());
    }

    @AfterEach
    void close() {
        events.add(END);
        edge.close();
        client.close();
        gateway.stop(0);
    }

    private static void ready(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            for (String event = events.take(); !event.equals(END); event = events.take()) {
                exchange.getResponseBody().write(event.getBytes(UTF_8));
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hasEnded.countDown();
        }
    }

    @Test
    void passesEachEventOnBeforeTheNextIsThere() throws Exception {
        events.add("data: 1\n");
        BufferedReader lines = new BufferedReader(new InputStreamReader(watch().body(), UTF_8));

        assertThat(lines.readLine()).isEqualTo("data: 1");
        events.add("data: 2\n");
        assertThat(lines.readLine()).isEqualTo("data: 2");
        events.add(END);
        assertThat(lines.readLine()).isNull();
    }

    @Test
    void leavesTheGatewayWhenTheClientHasLeft() throws Exception {
        events.add("data: 1\n");
        watch().body().close();

        await().until(
                        () -> {
                            events.add(": still here\n\n");
                            return hasEnded.getCount() == 0;
                        });
    }

    private HttpResponse<InputStream> watch() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/orders/7/events");
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
    }
}
