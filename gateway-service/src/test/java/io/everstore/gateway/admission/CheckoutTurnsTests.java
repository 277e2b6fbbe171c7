package io.everstore.gateway.admission;

import static io.everstore.gateway.Shop.CLIENT;
import static io.everstore.gateway.Shop.ORDER;
import static io.everstore.gateway.admission.Standstill.order;
import static io.everstore.gateway.admission.Standstill.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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

    private final Standstill standstill = new Standstill();

    @BeforeEach
    void ordersTakeTheirTime() {
        Shop.reset();
        var placed = new Reply.Whole(200, Map.of(), "{}");
        ORDER.forEach(each -> each.behave(_ -> standstill.before(placed)));
    }

    @Test
    void letsWhoOrdersWaitForATurn() {
        List<CompletableFuture<HttpResponse<String>>> customers = threeOrder();

        standstill.end();

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

        standstill.end();
        assertThat(customers).filteredOn(c -> c.join().statusCode() == 200).hasSize(2);
    }

    /** Two are being served, and the third is there. */
    private List<CompletableFuture<HttpResponse<String>>> threeOrder() {
        var customers =
                Stream.generate(() -> order(port, UUID.randomUUID().toString()).build())
                        .limit(3)
                        .map(order -> CLIENT.sendAsync(order, BodyHandlers.ofString()))
                        .toList();
        await().until(() -> asked() == 2 && present(meters) == 3);
        return customers;
    }

    private static int asked() {
        return ORDER.stream().mapToInt(each -> each.received().size()).sum();
    }
}
