package io.everstore.order.placement;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import io.everstore.order.Topic;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/**
 * The link to the database breaks at the worst moments. Whatever the customer was told, the key
 * stands for one order in the end.
 *
 * <p>To run: {@code ./mvnw -pl order-service -am test -Dtest=LostConnectionTests
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
@OrderServiceTest
class LostConnectionTests {

    @Autowired private Environment environment;

    private final String key = Client.newKey();
    private final String customer = "customer-" + UUID.randomUUID();
    private final String order = Client.order("85123A", 2);
    private Client client;

    @BeforeEach
    void openTheShop() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        client = Client.of(environment, customer);
        // The pool refills after the link was down in another test; this is not about that.
        await().atMost(20, SECONDS)
                .until(() -> client.place(Client.newKey(), order).status() == 201);
    }

    @AfterEach
    void healTheLink() {
        Backends.LINK.heal();
        setStandbys("");
        placeWhenBack();
    }

    @Test
    void findsTheOrderWhenOnlyTheAnswerToCommitWasLost() {
        int before = Shop.ordersOf(customer);
        Backends.LINK.cutAfterNextCommit();

        Answer answer = client.place(key, order);

        assertThat(Backends.LINK.wasCut()).isTrue();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.header("Idempotent-Replayed")).as("the customer sent it once").isNull();
        assertThat(Shop.ordersOf(customer)).isEqualTo(before + 1);
        assertThat(client.place(key, order).json()).isEqualTo(answer.json());
        assertToldOnce(answer.text("/id"));
    }

    @Test
    void placesTheOrderWhenCommitNeverArrived() {
        int before = Shop.ordersOf(customer);
        Backends.LINK.cutBeforeNextCommit();

        Answer answer = client.place(key, order);

        assertThat(Backends.LINK.wasCut()).isTrue();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(Shop.ordersOf(customer)).isEqualTo(before + 1);
        assertToldOnce(answer.text("/id"));
    }

    @Test
    void acceptsTheOrderWhenTheDatabaseComesBackAroundTheDeadline() throws Exception {
        Backends.LINK.goAway();
        CompletableFuture<Answer> placing =
                CompletableFuture.supplyAsync(() -> client.place(key, order));
        CompletableFuture.delayedExecutor(700, java.util.concurrent.TimeUnit.MILLISECONDS)
                .execute(Backends.LINK::heal);

        Answer answer = placing.get(10, SECONDS);

        assertThat(answer.status()).as(answer.toString()).isIn(201, 202);
        assertThat(placeWhenBack().text("/id")).isEqualTo(answer.text("/id"));
    }

    @Test
    void queuesWhileTheDatabaseStaysAwayAndPlacesOnce() {
        int before = Shop.ordersOf(customer);
        Backends.LINK.cutAfterNextCommit();
        CompletableFuture<Answer> placing =
                CompletableFuture.supplyAsync(() -> client.place(key, order));
        await().atMost(5, SECONDS).pollDelay(Duration.ZERO).until(Backends.LINK::wasCut);
        Backends.LINK.goAway();
        Answer unknown = placing.join();
        // The commit was seen, but its answer may have slipped through just before the link went.
        if (unknown.status() != 201) {
            assertQueued(unknown);
        }
        assertQueued(client.place(key, order));
        Backends.LINK.heal();

        Answer answer = placeWhenBack();

        assertThat(answer.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(Shop.ordersOf(customer)).isEqualTo(before + 1);
    }

    @Test
    void queuesWhenTheDatabaseFreezes() {
        int before = Shop.ordersOf(customer);
        Backends.LINK.freeze();

        Answer answer = client.place(key, order);

        assertQueued(answer);
        Backends.LINK.heal();
        assertThat(placeWhenBack().status()).isEqualTo(201);
        assertThat(Shop.ordersOf(customer)).isEqualTo(before + 1);
    }

    @Test
    void placesThoughAllItsSessionsAreTerminated() {
        terminateSessions();

        Answer answer = client.place(key, order);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    @Test
    void doesNotTakeACommitForPlacedWhoseWaitForAStandbyWasCancelled() throws Exception {
        int before = Shop.ordersOf(customer);
        setStandbys("a_standby_that_is_away");
        awaitCommitsWaitForIt();
        CompletableFuture<Answer> placing =
                CompletableFuture.supplyAsync(() -> client.place(key, order));
        await().atMost(5, SECONDS).until(() -> cancelWaitsForStandby() > 0);
        await().atMost(5, SECONDS).until(() -> Shop.ordersOf(customer) == before + 1);

        assertThat(placing).as("the order is visible, but on one node only").isNotDone();
        Answer unknown = placing.get(10, SECONDS);

        assertQueued(unknown);
        setStandbys("");
        Answer settled = placeWhenBack();
        assertThat(settled.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(Shop.ordersOf(customer)).isEqualTo(before + 1);
    }

    @Test
    void answersConflictWhileAnotherRequestHoldsTheKey() throws Exception {
        try (var connection = Backends.ordersAsSuperuser().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "insert into idempotency_key values ('%s', '%s', sha256(''), gen_random_uuid(), now(), now())"
                            .formatted(customer, key));

            Answer answer = client.place(key, order);

            assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
            assertThat(answer.problem()).isEqualTo("idempotency-key-in-flight");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            connection.rollback();
        }
        assertThat(client.place(key, order).status()).isEqualTo(201);
    }

    @Test
    void queuesAnOrderWhileSomebodyHoldsTheWholeTable() throws Exception {
        int before = Shop.ordersOf(customer);
        try (var connection = Backends.ordersAsSuperuser().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table orders in access exclusive mode");

            assertQueued(client.place(key, order));

            connection.rollback();
        }
        assertThat(placeWhenBack().text("/id")).isNotEmpty();
        assertThat(Shop.ordersOf(customer)).isEqualTo(before + 1);
    }

    private Answer placeWhenBack() {
        return await().atMost(20, SECONDS)
                .until(() -> client.place(key, order), answer -> answer.status() == 201);
    }

    private static void assertQueued(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.text("/status")).isEqualTo("QUEUED");
    }

    private static void assertToldOnce(String orderId) {
        try (Topic events = new Topic("orders.events")) {
            await().atMost(20, SECONDS)
                    .until(
                            () ->
                                    events.heard(orderId, "dev.everstore.order.placed.v1").size()
                                            == 1);
        }
    }

    /** The server takes a new configuration over when it gets round to it. */
    private static void awaitCommitsWaitForIt() {
        await().atMost(20, SECONDS)
                .until(
                        () -> {
                            Thread.ofVirtual().start(LostConnectionTests::writeSomething);
                            return Backends.database()
                                    .sql(
                                            """
                                            select count(*) > 0 from pg_stat_activity
                                            where datname = 'orders' and wait_event = 'SyncRep'""")
                                    .query(Boolean.class)
                                    .single();
                        });
    }

    private static void writeSomething() {
        Backends.database()
                .sql("insert into inbox (consumer, event_id) values ('probe', gen_random_uuid())")
                .update();
    }

    private static int cancelWaitsForStandby() {
        return Backends.database()
                .sql(
                        """
                        select count(pg_cancel_backend(pid)) from pg_stat_activity
                        where datname = 'orders' and wait_event = 'SyncRep' and application_name = 'order-test'""")
                .query(Integer.class)
                .single();
    }

    private static void terminateSessions() {
        Backends.database()
                .sql(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = 'orders' and usename = 'order_app'""")
                .query()
                .listOfRows();
    }

    private static void setStandbys(String names) {
        var database = Backends.database();
        database.sql("alter system set synchronous_standby_names = '" + names + "'").update();
        database.sql("select pg_reload_conf()").query().listOfRows();
    }
}
