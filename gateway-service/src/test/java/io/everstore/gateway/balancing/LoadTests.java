package io.everstore.gateway.balancing;

import static io.everstore.gateway.Shop.CATALOG;
import static io.everstore.gateway.Shop.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.BackEnd;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Many clients at once while an instance is killed and comes back, as kill -9 under traffic does
 * it.
 */
@GatewayTest
class LoadTests {

    private static final int CLIENTS = 24;

    @LocalServerPort int port;

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
    }

    @Test
    void losesNoReadWhenACatalogInstanceIsKilled() throws InterruptedException {
        assertNoneIsLost(CATALOG, n -> Shop.request(port, "/api/products?query=" + n));
    }

    @Test
    void losesNoKeyedOrderWhenAnOrderInstanceIsKilled() throws InterruptedException {
        String token = SignedTokens.customer();
        assertNoneIsLost(
                ORDER,
                n ->
                        Shop.request(port, "/api/orders")
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", "load-test-key-" + n)
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"lines\":[{\"sku\":\"A\",\"quantity\":%d}]}"
                                                        .formatted(n))));
    }

    private void assertNoneIsLost(List<BackEnd> backEnds, IntFunction<HttpRequest.Builder> request)
            throws InterruptedException {
        backEnds.forEach(LoadTests::answerAfterSomeWork);
        BackEnd victim = backEnds.get(1);
        var sent = new AtomicInteger();
        var stop = new AtomicBoolean();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        while (!stop.get()) {
                                            shop(request.apply(sent.incrementAndGet()), failures);
                                        }
                                    }));
        }

        for (int round = 0; round < 3; round++) {
            awaitMore(sent, 300);
            victim.kill();
            awaitMore(sent, 500);
            victim.reset();
            answerAfterSomeWork(victim);
            await().until(() -> !victim.received().isEmpty());
        }
        stop.set(true);
        for (Thread client : clients) {
            client.join();
        }

        assertThat(failures).isEmpty();
    }

    private static void shop(HttpRequest.Builder request, Queue<String> failures) {
        try {
            var answer = Shop.send(request);
            if (answer.statusCode() != 200 || !answer.body().equals("done")) {
                failures.add(answer.statusCode() + " " + answer.body());
            }
        } catch (RuntimeException e) {
            failures.add(e.toString());
        }
    }

    /** Long enough that some requests are always in flight when the instance dies. */
    private static void answerAfterSomeWork(BackEnd backEnd) {
        backEnd.behave(
                _ -> {
                    java.util.concurrent.locks.LockSupport.parkNanos(8_000_000);
                    return new BackEnd.Reply.Whole(200, Map.of(), "done");
                });
    }

    private static void awaitMore(AtomicInteger sent, int more) {
        int goal = sent.get() + more;
        await().until(() -> sent.get() >= goal);
    }
}
