package io.everstore.order.intake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.Instance;
import io.everstore.order.Shop;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All of Kafka is away, and then the database as well. */
class BothAwayTests {

    private static Instance service;

    private final String customer = "customer-" + UUID.randomUUID();
    private final String key = Client.newKey();
    private final String order = Client.order("85123A", 2);
    private final Client client = service.client(customer);

    @BeforeAll
    static void start() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        service =
                Instance.with(
                        "spring.kafka.bootstrap-servers=127.0.0.1:9",
                        "everstore.placement.deadline=800ms",
                        "everstore.intake.metadata-timeout=300ms",
                        "everstore.intake.catch-up=300ms");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void heal() {
        Backends.LINK.heal();
    }

    @Test
    void placesAsAlwaysWithoutKafka() {
        Answer placed = placeWhenBack(key);

        assertThat(client.get("/api/orders/" + placed.text("/id")).status()).isEqualTo(200);
        assertThat(client.get("/api/orders").response().body())
                .as("an order might be queued, and not be shown")
                .contains(placed.text("/id"), "\"limited\":true");
    }

    /** It is there, and too slow to be waited for if there were another way. */
    @Test
    void waitsForASlowDatabaseWhereThereIsNoIntake() throws Exception {
        placeWhenBack(Client.newKey());
        Backends.LINK.holdBeforeNextCommit();
        CompletableFuture<Answer> placing =
                CompletableFuture.supplyAsync(() -> client.place(key, order));
        CompletableFuture.delayedExecutor(1300, TimeUnit.MILLISECONDS).execute(Backends.LINK::heal);

        Answer answer = placing.get(20, SECONDS);

        assertThat(Backends.LINK.wasCut()).isTrue();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(Shop.keysOf(customer)).isEqualTo(2);
    }

    /** Somebody holds what all orders need, and a while later does not. */
    @Test
    void asksABusyDatabaseAgainWhereThereIsNoIntake() throws Exception {
        placeWhenBack(Client.newKey());
        CompletableFuture<Answer> placing;
        try (var connection = Backends.ordersAsSuperuser().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table orders in access exclusive mode");
            placing = CompletableFuture.supplyAsync(() -> client.place(key, order));
            // Longer than the lock_timeout and the deadline.
            statement.execute("select pg_sleep(1.5)");
            connection.rollback();
        }

        Answer answer = placing.get(20, SECONDS);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(Shop.ordersOf(customer)).isEqualTo(2);
    }

    @Test
    void promisesNothingWithoutBothAndPlacesOnceAfterwards() {
        placeWhenBack(Client.newKey());
        Backends.LINK.goAway();

        Answer answer = client.place(key, order);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.text("/detail")).contains("same Idempotency-Key");
        Backends.LINK.heal();
        Answer placed = placeWhenBack(key);
        Answer again = client.place(key, order);
        assertThat(again.text("/id")).as(again.toString()).isEqualTo(placed.text("/id"));
        assertThat(Shop.keysOf(customer)).isEqualTo(2);
    }

    private Answer placeWhenBack(String key) {
        return await().atMost(30, SECONDS)
                .until(() -> client.place(key, order), answer -> answer.status() == 201);
    }
}
