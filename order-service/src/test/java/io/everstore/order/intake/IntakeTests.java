package io.everstore.order.intake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import io.everstore.order.Standbys;
import io.everstore.order.Topic;
import io.everstore.order.idempotency.IdempotencyKey;
import io.everstore.order.idempotency.OrderId;
import io.everstore.order.outage.Database;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/**
 * The database is away, and orders are taken all the same.
 *
 * <p>To run: {@code ./mvnw -pl order-service -am test -Dtest=IntakeTests
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
@OrderServiceTest
class IntakeTests {

    @Autowired private Environment environment;
    @Autowired private Database database;
    @Autowired private Board board;

    private final String customer = "customer-" + UUID.randomUUID();
    private final String key = Client.newKey();
    private final String order = Client.order("85123A", 2);
    private final UUID id = OrderId.of(customer, new IdempotencyKey(key));
    private Client client;

    @BeforeEach
    void openTheShop() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        client = Client.of(environment, customer);
        awaitDatabase();
    }

    @AfterEach
    void bringTheDatabaseBack() {
        Backends.LINK.heal();
        awaitDatabase();
    }

    @Test
    void queuesTheOrderAndPlacesItWhenTheDatabaseIsBack() {
        Backends.LINK.goAway();

        Answer queued = client.place(key, order);

        assertThat(queued.status()).as(queued.toString()).isEqualTo(202);
        assertThat(queued.header("Location")).isEqualTo("/api/orders/" + id);
        assertThat(queued.response().body())
                .contains("\"id\":\"" + id + "\"", "\"status\":\"QUEUED\"")
                .contains("\"lines\":[{\"sku\":\"85123A\",\"quantity\":2}]")
                .doesNotContain("total", "reason");
        Backends.LINK.heal();
        awaitStatus(id, "PLACED");
        assertThat(read().response().body())
                .contains("\"total\":{\"amount\":5.10,\"currency\":\"GBP\"}");
        assertThat(Instant.parse(read().text("/placedAt")))
                .as("the customer ordered when it was queued")
                .isEqualTo(Instant.parse(queued.text("/placedAt")));
        assertThat(Shop.ordersOf(customer)).isEqualTo(1);
        assertToldOnce("placed");
    }

    @Test
    void asksNoCustomerToWaitOnceTheDatabaseIsKnownToBeAway() {
        Backends.LINK.goAway();
        await().atMost(20, SECONDS)
                .until(
                        () ->
                                client.place(Client.newKey(), order).status() == 202
                                        && database.isAway());

        assertThat(client.place(key, order).status()).isEqualTo(202);

        assertThat(database.isAway()).as("no customer was the one to find out").isTrue();
    }

    /** The first and the second time, each with (here) or without (away) the database. */
    @ParameterizedTest
    @CsvSource({"here, here", "here, away", "away, here", "away, away"})
    void answersAResendWithTheSameOrder(String first, String second) {
        Answer once = placeWith(first);
        Answer again = placeWith(second);

        assertThat(once.status()).isEqualTo(first.equals("here") ? 201 : 202);
        assertThat(again.status()).isEqualTo(second.equals("here") ? 201 : 202);
        assertThat(List.of(once.text("/id"), again.text("/id"))).containsOnly(id.toString());
        Backends.LINK.heal();
        awaitStatus(id, "PLACED");
        awaitEmptyBoard();
        assertThat(Shop.ordersOf(customer)).isEqualTo(1);
        assertThat(Shop.keysOf(customer)).isEqualTo(1);
        assertToldOnce("placed");
    }

    @Test
    void showsQueuedOrdersToTheirCustomerAndDeniesNothingToAnybody() {
        String placed = client.place(Client.newKey(), order).text("/id");
        Backends.LINK.goAway();
        client.place(key, order);

        Answer one = read();
        Answer list = client.get("/api/orders");
        Answer foreign = Client.of(environment, "somebody-else").get("/api/orders/" + id);
        Answer stored = client.get("/api/orders/" + placed);

        assertThat(one.status()).as(one.toString()).isEqualTo(200);
        assertThat(one.text("/status")).isEqualTo("QUEUED");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.response().body()).contains("\"limited\":true");
        assertThat(list.json().at("/items").size()).isEqualTo(1);
        assertThat(list.text("/items/0/id")).isEqualTo(id.toString());
        assertThat(List.of(foreign.status(), stored.status())).containsOnly(503);
        assertThat(stored.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void showsStoredOrdersWhileThereIsNoStandbyToConfirmNewOnes() {
        String placed = client.place(Client.newKey(), order).text("/id");
        Standbys.goAway();
        try {
            await().atMost(30, SECONDS)
                    .until(
                            () ->
                                    client.place(Client.newKey(), order).status() == 202
                                            && database.isAway());

            Answer stored = client.get("/api/orders/" + placed);

            assertThat(stored.status()).as(stored.toString()).isEqualTo(200);
        } finally {
            Standbys.areNotNeeded();
        }
    }

    /** The first answer's transaction holds the key, and waits for a standby all the time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersEveryResendWhileThereIsNoStandby(boolean isPlacedBefore) {
        if (isPlacedBefore) {
            client.place(key, order);
        }
        Standbys.goAway();
        try {
            for (int i = 0; i < 4; i++) {
                Answer again = client.place(key, order);

                assertThat(again.status()).as(again.toString()).isEqualTo(202);
                assertThat(again.text("/id")).isEqualTo(id.toString());
            }
        } finally {
            Standbys.areNotNeeded();
        }
        awaitStatus(id, "PLACED");
        awaitEmptyBoard();
        assertThat(Shop.ordersOf(customer)).isEqualTo(1);
        assertToldOnce("placed");
    }

    @Test
    void showsThemAmongTheStoredOnesWhenTheDatabaseIsBack() {
        client.place(Client.newKey(), order);
        placeWith("away");
        Backends.LINK.heal();
        awaitStatus(id, "PLACED");

        Answer list = client.get("/api/orders");

        assertThat(list.json().at("/items").size()).isEqualTo(2);
        assertThat(list.text("/items/0/id")).isEqualTo(id.toString());
        assertThat(list.response().body()).doesNotContain("limited");
    }

    @Test
    void placesTheOrdersOfACustomerInTheirOrder() {
        Backends.LINK.goAway();
        List<String> queued =
                IntStream.range(0, 8)
                        .mapToObj(_ -> client.place(Client.newKey(), order).text("/id"))
                        .toList();
        Backends.LINK.heal();
        awaitStatus(UUID.fromString(queued.getLast()), "PLACED");

        List<String> placed =
                Backends.database()
                        .sql(
                                """
                                select cast(order_id as text) from idempotency_key
                                where customer_id = ? order by created_at""")
                        .param(customer)
                        .query(String.class)
                        .list();

        assertThat(placed).isEqualTo(queued);
    }

    @Test
    void refusesWhatIsWrongWithoutTheDatabase() {
        Backends.LINK.goAway();

        assertThat(client.place("short", order).status()).isEqualTo(400);
        assertThat(client.place(key, Client.order("85123A", 0)).status()).isEqualTo(422);
        client.place(key, order);
        await().atMost(10, SECONDS).until(() -> board.find(id).isPresent());
        Answer other = client.place(key, Client.order("85123A", 3));

        assertThat(other.status()).as(other.toString()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
    }

    @ParameterizedTest
    @CsvSource({"NOT-SOLD, 1, , UNKNOWN_PRODUCT", "85123A, 2, 4.99, TOTAL_CHANGED"})
    void rejectsAQueuedOrderThatCannotBePlaced(
            String sku, int quantity, String expected, String reason) {
        Backends.LINK.goAway();

        Answer queued = client.place(key, ordering(sku, quantity, expected));

        assertRejected(queued, reason);
    }

    @Test
    void rejectsAQueuedOrderThatCostsTooMuch() {
        Shop.sells("GOLD", "Gold", "9999999999.99");
        Backends.LINK.goAway();

        Answer queued = client.place(key, Client.order("GOLD", 100_000));

        assertRejected(queued, "TOTAL_TOO_LARGE");
        assertThat(read().response().body()).contains("\"amount\":999999999999000.00,");
    }

    private void assertRejected(Answer queued, String reason) {
        assertThat(queued.status()).as(queued.toString()).isEqualTo(202);
        Backends.LINK.heal();
        awaitStatus(id, "REJECTED");
        assertThat(read().text("/reason")).isEqualTo(reason);
        assertThat(Shop.linesOf(id)).isEqualTo(1);
        assertToldOnce("rejected");
        Answer again = client.place(key, Client.order("NOT-SOLD", 99));
        assertThat(again.status()).as("the key is used up").isEqualTo(422);
    }

    private Answer placeWith(String database) {
        if (database.equals("away")) {
            Backends.LINK.goAway();
        } else {
            Backends.LINK.heal();
            awaitDatabase();
        }
        return client.place(key, order);
    }

    private Answer read() {
        return client.get("/api/orders/" + id);
    }

    private static String ordering(String sku, int quantity, String expected) {
        String lines = Client.order(sku, quantity);
        return expected == null
                ? lines
                : lines.substring(0, lines.length() - 1)
                        + ",\"expectedTotal\":{\"amount\":%s,\"currency\":\"GBP\"}}"
                                .formatted(expected);
    }

    private void awaitDatabase() {
        Client probe = Client.of(environment, "probe-" + UUID.randomUUID());
        await().atMost(20, SECONDS)
                .until(() -> probe.place(Client.newKey(), order).status() == 201);
    }

    private void awaitStatus(UUID order, String status) {
        await().atMost(20, SECONDS)
                .until(() -> client.get("/api/orders/" + order).text("/status").equals(status));
    }

    private void awaitEmptyBoard() {
        await().atMost(20, SECONDS).until(board::isEmpty);
    }

    private void assertToldOnce(String what) {
        try (Topic events = new Topic("orders.events")) {
            await().atMost(20, SECONDS)
                    .until(
                            () ->
                                    events.heard(
                                                            id.toString(),
                                                            "dev.everstore.order." + what + ".v1")
                                                    .size()
                                            == 1);
        }
    }
}
