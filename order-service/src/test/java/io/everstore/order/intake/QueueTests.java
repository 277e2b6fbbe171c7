package io.everstore.order.intake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.Instance;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import io.everstore.order.Topic;
import io.everstore.order.idempotency.IdempotencyKey;
import io.everstore.order.placement.Basket;
import io.everstore.order.placement.Intake;
import io.everstore.order.placement.Purchase;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.function.ThrowingFunction;

/** Orders in the queue, before, while and after they are placed; the database is there. */
@OrderServiceTest
class QueueTests {

    @Autowired private Environment environment;
    @Autowired private KafkaListenerEndpointRegistry listeners;
    @Autowired private Intake intake;
    @Autowired private Board board;
    @Autowired private MeterRegistry meters;

    private final String customer = "customer-" + UUID.randomUUID();
    private final String key = Client.newKey();
    private MessageListenerContainer placing;
    private Client client;

    @BeforeEach
    void stopPlacing() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        client = Client.of(environment, customer);
        placing = listeners.getListenerContainer(IntakeListener.GROUP);
        placing.stop();
    }

    @AfterEach
    void placeTheRest() {
        placing.stop();
        placing.start();
        await().atMost(30, SECONDS).until(board::isEmpty);
    }

    @Test
    void showsAnOrderThatWaitsToItsCustomerOnly() {
        String id = queue("85123A");

        Answer mine = client.get("/api/orders/" + id);
        Answer list = client.get("/api/orders");
        Answer theirs = Client.of(environment, "somebody-else").get("/api/orders/" + id);

        assertThat(mine.status()).as(mine.toString()).isEqualTo(200);
        assertThat(mine.text("/status")).isEqualTo("QUEUED");
        assertThat(list.text("/items/0/id")).isEqualTo(id);
        assertThat(list.response().body()).doesNotContain("limited");
        assertThat(theirs.status()).isEqualTo(404);
        placing.start();
        awaitStatus(id, "PLACED");
    }

    /** Accepted by one instance, asked for at another at once: never "there is no such order". */
    @Test
    void isFoundByEveryInstanceAtOnce() {
        try (Instance other = Instance.with()) {
            other.bean(KafkaListenerEndpointRegistry.class)
                    .getListenerContainer(IntakeListener.GROUP)
                    .stop();
            Client elsewhere = other.client(customer);
            for (int i = 0; i < 30; i++) {
                String id = queue(Client.newKey(), "85123A");

                Answer answer = elsewhere.get("/api/orders/" + id);

                assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            }
        }
    }

    @Test
    void keepsThePromiseThoughTheOrderWouldBeRefusedNow() {
        String id = queue("NEVER-SOLD");

        Answer again = client.place(key, Client.order("NEVER-SOLD", 1));

        assertThat(again.status()).as(again.toString()).isEqualTo(202);
        assertThat(again.text("/id")).isEqualTo(id);
        placing.start();
        awaitStatus(id, "REJECTED");
        Answer afterwards = client.place(key, Client.order("NEVER-SOLD", 1));
        assertThat(afterwards.status()).isEqualTo(201);
        assertThat(afterwards.text("/reason")).isEqualTo("UNKNOWN_PRODUCT");
    }

    @Test
    void placesAnOrderThatIsSentAgainWhileItWaits() {
        String id = queue("85123A");

        Answer again = client.place(key, Client.order("85123A", 1));

        assertThat(again.status()).as(again.toString()).isEqualTo(201);
        assertThat(again.text("/id")).isEqualTo(id);
        placing.start();
        await().atMost(30, SECONDS).until(board::isEmpty);
        assertThat(Shop.ordersOf(customer)).isEqualTo(1);
        assertPlacedEvents(id, 1);
    }

    /** The database has the order, Kafka does not know that it is placed. */
    @Test
    void hasOneEffectWhenTheInstanceDiesBetweenTheTwoCommits() {
        String id = queue("85123A");
        var before = committed();
        placing.start();
        awaitStatus(id, "PLACED");
        await().atMost(30, SECONDS).until(board::isEmpty);
        placing.stop();
        double replayed = placements("replayed");

        forgetCommitsSince(before);
        placing.start();

        await().atMost(30, SECONDS).until(() -> placements("replayed") > replayed);
        await().atMost(30, SECONDS).until(board::isEmpty);
        assertThat(Shop.ordersOf(customer)).isEqualTo(1);
        assertPlacedEvents(id, 1);
    }

    @Test
    void movesWhatIsNoOrderToTheDeadLettersAndGoesOn() {
        for (int i = 0; i < 3; i++) {
            Topic.tellGarbage(QueuedOrder.TOPIC, key);
        }
        Topic.tell(QueuedOrder.TOPIC, key, QueuedOrder.TYPE, forged());
        String id = queue("85123A");

        placing.start();

        awaitStatus(id, "PLACED");
        try (Topic dead = new Topic(QueuedOrder.TOPIC + ".dlt")) {
            await().atMost(30, SECONDS).until(() -> dead.count(key) == 4);
        }
    }

    /**
     * On every partition, so that there is a connection to each leader. Nobody takes it for an
     * order.
     */
    @Test
    void rehearsesAtTheStartWithoutEffect() {
        placing.start();
        try (Topic queue = new Topic(QueuedOrder.TOPIC);
                Topic dead = new Topic(QueuedOrder.TOPIC + ".dlt")) {
            await().atMost(30, SECONDS)
                    .until(
                            () -> queue.partitions(KafkaIntake.REHEARSED).size(),
                            size -> size == partitionsOfTheQueue());
            String id = queue("85123A"); // behind all of them
            awaitStatus(id, "PLACED");
            assertThat(dead.partitions(KafkaIntake.REHEARSED)).isEmpty();
        }
        await().atMost(30, SECONDS).until(board::isEmpty); // by the commit of the offset
    }

    @Test
    void metersTheBacklog() {
        queue("85123A");

        await().atMost(30, SECONDS).until(() -> gauge("everstore.intake.backlog") >= 1);
        assertThat(gauge("everstore.intake.age")).isPositive();
        placing.start();
        await().atMost(30, SECONDS).until(() -> gauge("everstore.intake.backlog") == 0);
        assertThat(gauge("everstore.intake.age")).isZero();
        assertThat(
                        meters.get("resilience4j.circuitbreaker.state")
                                .tags("name", "database", "state", "closed")
                                .gauge()
                                .value())
                .isEqualTo(1);
    }

    private String queue(String sku) {
        return queue(key, sku);
    }

    private String queue(String key, String sku) {
        Purchase purchase =
                Purchase.of(
                        customer,
                        new IdempotencyKey(key),
                        new Basket(List.of(new Basket.Item(sku, 1, List.of())), null),
                        Instant.now());
        assertThat(intake.take(purchase, Duration.ofSeconds(10)))
                .isEqualTo(new Intake.Receipt.Taken());
        return purchase.orderId().toString();
    }

    /** Well-formed, but the fingerprint is of another order. */
    private String forged() {
        return """
               {"orderId":"%s","customerId":"%s","key":"%s","fingerprint":"%s",
                "lines":[{"sku":"85123A","quantity":1}]}"""
                .formatted(UUID.randomUUID(), customer, key, "00".repeat(32));
    }

    private static int partitionsOfTheQueue() {
        return admin(it -> it.describeTopics(List.of(QueuedOrder.TOPIC)).allTopicNames().get())
                .get(QueuedOrder.TOPIC)
                .partitions()
                .size();
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed() {
        return admin(it -> it.listConsumerGroupOffsets(IntakeListener.GROUP).all().get())
                .get(IntakeListener.GROUP);
    }

    /** As if the instance had died before. A partition without a commit had no orders. */
    private static void forgetCommitsSince(Map<TopicPartition, OffsetAndMetadata> before) {
        var offsets = new HashMap<>(committed());
        offsets.replaceAll(
                (at, _) -> Objects.requireNonNullElse(before.get(at), new OffsetAndMetadata(0)));
        // Refused until the group has noticed that its member is gone.
        await().atMost(30, SECONDS)
                .ignoreExceptions()
                .until(
                        () ->
                                admin(
                                        it -> {
                                            it.alterConsumerGroupOffsets(
                                                            IntakeListener.GROUP, offsets)
                                                    .all()
                                                    .get();
                                            return true;
                                        }));
    }

    private static <T> T admin(ThrowingFunction<Admin, T> question) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Backends.KAFKA.address()))) {
            return question.apply(admin);
        }
    }

    private double placements(String outcome) {
        return meters.counter("everstore.intake.orders", "outcome", outcome).count();
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private void awaitStatus(String id, String status) {
        await().atMost(30, SECONDS)
                .until(() -> client.get("/api/orders/" + id).text("/status").equals(status));
    }

    private static void assertPlacedEvents(String id, int count) {
        try (Topic events = new Topic("orders.events")) {
            await().atMost(30, SECONDS)
                    .until(() -> events.heard(id, "dev.everstore.order.placed.v1").size() == count);
        }
        assertThat(
                        Backends.database()
                                .sql("select count(*) from outbox where aggregate_key = ?")
                                .param(id)
                                .query(Integer.class)
                                .single())
                .as("events still to be sent")
                .isZero();
    }
}
