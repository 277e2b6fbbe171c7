package io.everstore.local.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An edge before two gateways that have too much to do. */
class SlowGatewaysTests {

    private static final int MANY = 40;

    /** More than there are second tries. */
    private static final int CROWD = 130;

    private static final Duration LONGER_THAN_A_TRY = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger given = new AtomicInteger();
    private StandInGateway one;
    private StandInGateway two;
    private Edge edge;
    private int port;

    @BeforeEach
    void open() throws IOException {
        one = new StandInGateway(1, this::answer);
        two = new StandInGateway(2, this::answer);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        edge = new Edge(port, List.of(one.spec(), two.spec()), Transport.plain());
        await().until(() -> one.checks() > 1 && two.checks() > 1);
    }

    @AfterEach
    void close() {
        opened.countDown();
        edge.close();
        client.close();
        one.close();
        two.close();
    }

    @Test
    void keepsAGatewayThatAnswersRequestsAndIsLateWithChecks() throws Exception {
        one.beLateWithChecks();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() -> status("/api/products") == 200 && one.checks() > 3);

        int before = one.requests();
        askMany();
        assertThat(one.requests() - before).as("requests of %s", MANY).isPositive();
    }

    @Test
    void leavesOutAGatewayThatAnswersNothing() throws Exception {
        one.freeze();
        await().until(() -> one.checks() > 2);

        askMany();
        assertThat(one.requests()).isZero();
    }

    @Test
    void doesNotTakeAClientThatLeavesForAGatewayThatFails() throws Exception {
        try (Line customer = new Line(port)) {
            customer.say("GET /api/held HTTP/1.1\r\nHost: shop\r\n\r\n");
            await().until(() -> one.requests() + two.requests() == 1);
            customer.reset();
        }
        StandInGateway asked = one.requests() == 1 ? one : two;
        opened.countDown();
        await().until(() -> given.get() == 1);

        askMany();
        assertThat(asked.requests()).isGreaterThan(1);
    }

    @Test
    void doesNotTakeAClientThatBreaksOffForAGatewayThatFails() throws Exception {
        try (Line customer = new Line(port)) {
            customer.say("POST /api/held HTTP/1.1\r\nHost: shop\r\nContent-Length: 200000\r\n\r\n")
                    .say("x".repeat(100_000));
            await().until(() -> one.requests() + two.requests() == 1);
            customer.reset();
        }
        StandInGateway asked = one.requests() == 1 ? one : two;

        askMany();
        assertThat(asked.requests()).isGreaterThan(1);
    }

    @Test
    void goesOnWaitingWhereNoSecondTryIsLeft() {
        long start = System.nanoTime();
        List<CompletableFuture<HttpResponse<Void>>> answers =
                Stream.generate(() -> client.sendAsync(get("/api/held"), BodyHandlers.discarding()))
                        .limit(CROWD)
                        .toList();
        await().until(() -> System.nanoTime() - start > LONGER_THAN_A_TRY.toNanos());
        opened.countDown();

        assertThat(answers)
                .extracting(answer -> answer.join().statusCode())
                .hasSize(CROWD)
                .containsOnly(200);
        assertThat(one.requests() + two.requests())
                .as("tries, if some had to go without a second one")
                .isLessThan(2 * CROWD);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            if (exchange.getRequestURI().getPath().equals("/api/held")) {
                opened.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        StandInGateway.answer(exchange);
        given.incrementAndGet();
    }

    private void askMany() throws Exception {
        for (int i = 0; i < MANY; i++) {
            assertThat(status("/api/products")).isEqualTo(200);
        }
    }

    private int status(String path) throws Exception {
        return client.send(get(path), BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    }
}
