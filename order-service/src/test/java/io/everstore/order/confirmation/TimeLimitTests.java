package io.everstore.order.confirmation;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import io.everstore.order.Topic;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

@OrderServiceTest
class TimeLimitTests {

    private static final String REJECTED = "dev.everstore.order.rejected.v1";

    @Autowired private Environment environment;
    @Autowired private TimeLimit limit;

    private Client client;

    @BeforeEach
    void openTheShop() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        client = Client.of(environment, "customer-" + UUID.randomUUID());
    }

    @Test
    void rejectsWhatWaitedTooLongAndNothingElse() {
        UUID overdue = placedHoursAgo(25);
        UUID inTime = placedHoursAgo(23);
        UUID confirmed = placedHoursAgo(25);
        Backends.database()
                .sql("update orders set status = 'CONFIRMED' where id = ?")
                .param(confirmed)
                .update();

        limit.rejectOverdue();

        assertThat(Shop.row(overdue))
                .containsEntry("status", "REJECTED")
                .containsEntry("reason", "TIMED_OUT");
        assertThat(Shop.status(inTime)).isEqualTo("PLACED");
        assertThat(Shop.status(confirmed)).isEqualTo("CONFIRMED");
    }

    @Test
    void skipsWhatAnotherInstanceIsBusyWith() throws Exception {
        UUID busy = placedHoursAgo(25);
        UUID free = placedHoursAgo(25);
        try (var connection = Backends.ordersAsSuperuser().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select * from orders where id = '" + busy + "' for update");

            limit.rejectOverdue();

            assertThat(Shop.status(free)).isEqualTo("REJECTED");
            assertThat(Shop.status(busy)).isEqualTo("PLACED");
            connection.rollback();
        }
        limit.rejectOverdue();
        assertThat(Shop.status(busy)).isEqualTo("REJECTED");
    }

    @Test
    void tellsOfEachOnceWhenInstancesLookTogether() {
        List<UUID> overdue = IntStream.range(0, 150).mapToObj(_ -> placedHoursAgo(30)).toList();

        IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.runAsync(limit::rejectOverdue))
                .toList()
                .forEach(CompletableFuture::join);

        try (Topic events = new Topic("orders.events")) {
            for (UUID order : overdue) {
                await().atMost(20, SECONDS)
                        .until(() -> !events.heard(order.toString(), REJECTED).isEmpty());
                assertThat(events.heard(order.toString(), REJECTED))
                        .containsExactly(
                                "{\"orderId\":\"%s\",\"reason\":\"TIMED_OUT\"}".formatted(order));
            }
        }
    }

    private UUID placedHoursAgo(int hours) {
        UUID order =
                UUID.fromString(
                        client.place(Client.newKey(), Client.order("85123A", 1)).text("/id"));
        Backends.database()
                .sql("update orders set placed_at = now() - make_interval(hours => ?) where id = ?")
                .params(hours, order)
                .update();
        return order;
    }
}
