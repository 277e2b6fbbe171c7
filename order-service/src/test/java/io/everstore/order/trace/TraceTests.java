package io.everstore.order.trace;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Collector.Seen;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import io.everstore.order.Topic;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/**
 * A trace that a gateway has begun: all that comes of an order is in it, and the collector gets to
 * see it.
 *
 * <p>To run: {@code ./mvnw -pl order-service -am test -Dtest=TraceTests
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
@OrderServiceTest
class TraceTests {

    private static final String PLACED = "dev.everstore.order.placed.v1";
    private static final String CONFIRMED = "dev.everstore.order.confirmed.v1";
    private static final String RESERVED = "dev.everstore.stock.reserved.v1";
    private static final String GATEWAY = "b7ad6b7169203331";

    @Autowired private Environment environment;

    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final String parent = "00-" + trace + "-" + GATEWAY + "-01";
    private final Topic events = new Topic("orders.events");

    @BeforeEach
    void openTheShop() {
        Shop.sells("85123A", "White hanging heart", "2.55");
    }

    @AfterEach
    void leave() {
        Backends.LINK.heal();
        events.close();
    }

    @Test
    void followsAnOrderUntilItIsConfirmed() {
        String order = place(201);
        String placed = awaitTrace(order, PLACED);
        Topic.tellTraced(
                "catalog.stock", order, RESERVED, "{\"orderId\":\"" + order + "\"}", placed);
        awaitTrace(order, CONFIRMED);

        await().atMost(20, SECONDS)
                .until(
                        () ->
                                named("POST /api/orders").size() == 1
                                        && named("receive catalog.stock").size() == 1
                                        && named("send orders.events").size() == 2);
        Seen request = named("POST /api/orders").getFirst();
        Seen received = named("receive catalog.stock").getFirst();
        assertThat(request.parent()).isEqualTo(GATEWAY);
        assertThat(placed).contains(received.parent());
        assertThat(named("send orders.events"))
                .extracting(Seen::parent)
                .containsExactlyInAnyOrder(request.id(), received.id());
    }

    @Test
    void followsAnOrderThroughTheIntakeWhileTheDatabaseIsAway() {
        Backends.LINK.goAway();
        String order = place(202);
        Backends.LINK.heal();

        awaitTrace(order, PLACED);
        await().atMost(20, SECONDS)
                .untilAsserted(
                        () ->
                                assertThat(named("receive orders.intake"))
                                        .isNotEmpty()
                                        .allSatisfy(
                                                attempt ->
                                                        assertThat(attempt.parent())
                                                                .isEqualTo(
                                                                        named("POST /api/orders")
                                                                                .getFirst()
                                                                                .id())));
    }

    private String place(int status) {
        var customer = Client.of(environment, "customer-" + UUID.randomUUID()).inTrace(parent);
        var answer = customer.place(Client.newKey(), Client.order("85123A", 1));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        return answer.text("/id");
    }

    private String awaitTrace(String order, String type) {
        String found =
                await().atMost(30, SECONDS)
                        .until(
                                () -> events.traces(order, type).stream().findFirst().orElse(""),
                                each -> !each.isEmpty());
        assertThat(found).matches("00-" + trace + "-[0-9a-f]{16}-0[13]");
        return found;
    }

    private List<Seen> named(String name) {
        return Backends.COLLECTOR.spans(trace).stream()
                .filter(span -> span.name().equals(name))
                .toList();
    }
}
