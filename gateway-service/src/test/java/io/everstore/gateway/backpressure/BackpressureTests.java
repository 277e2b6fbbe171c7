package io.everstore.gateway.backpressure;

import static io.everstore.gateway.Shop.CATALOG;
import static io.everstore.gateway.Shop.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.BackEnd;
import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A whole service is sick, and what the gateway sends it and its customers then. */
@GatewayTest
@TestPropertySource(
        properties = {
            "everstore.backpressure.calls=20",
            "everstore.backpressure.rest=500ms",
            "everstore.backpressure.throttle-from=10",
            "everstore.backpressure.throttle-window=1s",
        })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class BackpressureTests {

    private static final int CLIENTS = 1000;

    @LocalServerPort int port;

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
    }

    @Test
    void sendsHardlyMoreThanWhatComesInWhileEverythingAnswers503() throws InterruptedException {
        CATALOG.forEach(each -> each.alwaysReply(Reply.Whole.status(503)));
        var clients = new AtomicInteger();
        var refused = new AtomicInteger();
        var visitors = Executors.newScheduledThreadPool(8);
        try {
            var _ =
                    visitors.scheduleAtFixedRate(
                            () -> {
                                int number = clients.incrementAndGet();
                                visitors.execute(
                                        () -> {
                                            if (isHonestRefusal(get("/api/products/" + number))) {
                                                refused.incrementAndGet();
                                            }
                                        });
                            },
                            0,
                            10,
                            TimeUnit.MILLISECONDS);
            await().atMost(Duration.ofMinutes(2))
                    .pollDelay(Duration.ofSeconds(30))
                    .until(() -> clients.get() >= 2500);
        } finally {
            visitors.shutdown();
            visitors.awaitTermination(10, TimeUnit.SECONDS);
        }
        assertThat(refused).hasValue(clients.get());

        double calls = (double) received(CATALOG) / clients.get();
        System.out.printf("%.3f calls for each of %d requests%n", calls, clients.get());
        assertThat(calls).isLessThanOrEqualTo(1.1);
    }

    @Test
    void sparesAServiceThatSaysItself() {
        CATALOG.forEach(
                each -> each.alwaysReply(new Reply.Whole(503, Map.of("Retry-After", "1"), "")));

        for (int i = 0; i < CLIENTS; i++) {
            assertThat(isHonestRefusal(get("/api/products/" + i))).isTrue();
        }

        assertThat(received(CATALOG)).isBetween(50L, CLIENTS / 4L);
    }

    @Test
    void letsARouteRestThatFailsAndTriesItOutAgain() {
        ORDER.forEach(each -> each.alwaysReply(new Reply.Reset()));
        await().until(() -> order().body().contains("recovering"));
        assertThat(get("/api/products").statusCode()).as("another route").isEqualTo(200);

        Shop.reset();

        await().untilAsserted(() -> assertThat(order().statusCode()).isEqualTo(200));
    }

    @Test
    void doesNotLetARouteRestForOneBrokenInstance() {
        CATALOG.getFirst().alwaysReply(new Reply.Reset());

        for (int i = 0; i < 200; i++) {
            assertThat(get("/api/products/" + i).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void doesNotTakeARefusedCustomerForASickService() {
        CATALOG.forEach(each -> each.alwaysReply(Reply.Whole.status(404)));

        for (int i = 0; i < 200; i++) {
            assertThat(get("/api/products/" + i).statusCode()).isEqualTo(404);
        }
    }

    private static long received(List<BackEnd> backEnds) {
        return backEnds.stream().mapToLong(each -> each.received().size()).sum();
    }

    private static boolean isHonestRefusal(HttpResponse<String> answer) {
        return answer.statusCode() == 503 && answer.headers().firstValue("Retry-After").isPresent();
    }

    private HttpResponse<String> get(String path) {
        return Shop.send(Shop.request(port, path));
    }

    private HttpResponse<String> order() {
        return Shop.send(
                Shop.request(port, "/api/orders")
                        .header("Authorization", "Bearer " + SignedTokens.customer())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}")));
    }
}
