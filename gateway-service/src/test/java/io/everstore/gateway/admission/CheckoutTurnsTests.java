package io.everstore.gateway.admission;

import static io.everstore.gateway.Shop.CLIENT;
import static io.everstore.gateway.Shop.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** More want to order than can be served at once. */
@GatewayTest
@TestPropertySource(properties = "everstore.shedding.checkouts=2")
@DirtiesContext
class CheckoutTurnsTests {

    @LocalServerPort int port;
    @Autowired MeterRegistry meters;

    private final CountDownLatch enough = new CountDownLatch(1);

    @BeforeEach
    void ordersTakeTheirTime() {
        Shop.reset();
        ORDER.forEach(each -> each.behave(_ -> later()));
    }

    @Test
    void letsWhoOrdersWaitForATurn() {
        List<CompletableFuture<HttpResponse<String>>> customers = threeOrder();

        enough.countDown();

        assertThat(customers).allMatch(customer -> customer.join().statusCode() == 200);
        assertThat(asked()).isEqualTo(3);
    }

    @Test
    void refusesWhoHasNoTurnInTimeAndDoesNothing() {
        List<CompletableFuture<HttpResponse<String>>> customers = threeOrder();

        CompletableFuture.anyOf(customers.toArray(CompletableFuture[]::new)).join();
        HttpResponse<String> refused =
                customers.stream().filter(CompletableFuture::isDone).findFirst().get().join();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("overloaded");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(asked()).isEqualTo(2);

        enough.countDown();
        assertThat(customers).filteredOn(c -> c.join().statusCode() == 200).hasSize(2);
    }

    /** Two are being served, and the third is there. */
    private List<CompletableFuture<HttpResponse<String>>> threeOrder() {
        var customers =
                Stream.generate(this::order)
                        .limit(3)
                        .map(order -> CLIENT.sendAsync(order, BodyHandlers.ofString()))
                        .toList();
        await().until(() -> asked() == 2 && present() == 3);
        return customers;
    }

    private static int asked() {
        return ORDER.stream().mapToInt(each -> each.received().size()).sum();
    }

    private int present() {
        return meters.find("http.server.requests.active").longTaskTimers().stream()
                .mapToInt(LongTaskTimer::activeTasks)
                .sum();
    }

    private Reply later() {
        try {
            enough.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Reply.Whole(200, Map.of(), "{}");
    }

    private HttpRequest order() {
        return Shop.request(port, "/api/orders")
                .header("Authorization", "Bearer " + SignedTokens.customer())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString("{}"))
                .build();
    }
}
