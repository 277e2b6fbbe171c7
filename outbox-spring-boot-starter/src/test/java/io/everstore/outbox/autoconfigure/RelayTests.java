package io.everstore.outbox.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.outbox.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.network.ListenerName;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

class RelayTests {

    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration HARDLY_EVER = Duration.ofMinutes(5);

    /**
     * Sixteen aggregates change at the same time on two instances. Their transactions commit in
     * another order than they got their row ids, so rows appear behind others already sent.
     */
    @Test
    void keepsTheOrderOfEachKeyWhileTwoRelaysCompete() throws Exception {
        String url = database("two_relays");
        Servers.createTopic("two-relays", 1);
        try (var one = new Instance(url, Servers.kafka(), OFTEN).start();
                var two = new Instance(url, Servers.kafka(), OFTEN).start();
                var topic = new TopicReader(Servers.kafka(), "two-relays");
                var aggregates = Executors.newFixedThreadPool(16)) {
            for (int n = 0; n < 16; n++) {
                String key = "aggregate-" + n;
                Random random = new Random(n);
                aggregates.execute(
                        () -> {
                            for (int version = 0; version < 60; version++) {
                                change(random.nextBoolean() ? one : two, key, version, random);
                            }
                        });
            }
            aggregates.shutdown();
            assertThat(aggregates.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

            await().until(() -> topic.read().size() == 16 * 60);
            for (int n = 0; n < 16; n++) {
                assertThat(topic.dataOf("aggregate-" + n)).isEqualTo(numbers(0, 60));
            }
            await().until(() -> one.rows() == 0);
        }
    }

    private static void change(Instance instance, String key, int version, Random random) {
        instance.transactions.executeWithoutResult(
                _ -> {
                    instance.outbox.append("two-relays", key, "test.v1", version);
                    // The id is taken, and other transactions commit before this one.
                    instance.jdbc.queryForList("select pg_sleep(?)", random.nextInt(20) / 1_000.0);
                });
    }

    @Test
    void sendsInOrderWhatWaitedForTheBroker() throws Exception {
        String url = database("broker_away");
        var broker = new EmbeddedKafkaKraftBroker(1, 1);
        try (var gate = new Gate(() -> portOf(broker))) {
            String address = "localhost:" + gate.port();
            broker.brokerProperty("advertised.listeners", "EXTERNAL://" + address);
            Servers.startKafka(broker).addTopics(new NewTopic("away", 1, (short) 1));
            try (var instance = new Instance(url, address, OFTEN).start();
                    var topic = new TopicReader(address, "away")) {
                instance.commit("away", "key", 0);
                await().until(() -> topic.dataOf("key").equals(numbers(0, 1)));

                gate.shut();
                IntStream.range(1, 200).forEach(n -> instance.commit("away", "key", n));
                await().during(Duration.ofSeconds(4)).until(() -> instance.rows() == 199);
                gate.open();

                await().untilAsserted(
                                () -> assertThat(topic.dataOf("key")).isEqualTo(numbers(0, 200)));
                await().until(() -> instance.rows() == 0);
            }
        } finally {
            broker.destroy();
        }
    }

    private static int portOf(EmbeddedKafkaKraftBroker broker) {
        return broker.getCluster().brokers().get(0).boundPort(ListenerName.normalised("EXTERNAL"));
    }

    @Test
    void sendsWhatAnInstanceCommittedThatDidNotLiveToSendIt() {
        String url = database("orphaned");
        Servers.createTopic("orphaned", 1);
        try (var dead = new Instance(url, Servers.kafka(), OFTEN);
                var alive = new Instance(url, Servers.kafka(), OFTEN).start();
                var topic = new TopicReader(Servers.kafka(), "orphaned")) {
            dead.commit("orphaned", "key", 0);

            await().until(() -> topic.dataOf("key").equals(numbers(0, 1)));
            await().until(() -> alive.rows() == 0);
        }
    }

    /** The other relay looked before our commit, and is still busy when we ask for our turn. */
    @Test
    void asksAgainIfItIsAnothersTurn() throws Exception {
        String url = database("others_turn");
        Servers.createTopic("others-turn", 1);
        try (var busy = new Instance(url, Servers.kafka(), HARDLY_EVER);
                var nudged = new Instance(url, Servers.kafka(), HARDLY_EVER).start();
                var topic = new TopicReader(Servers.kafka(), "others-turn")) {
            busy.commit("others-turn", "key", 0);
            assertThat(busy.pending.exist()).isTrue();
            var committed = new CountDownLatch(1);
            Thread turn =
                    Thread.startVirtualThread(
                            () ->
                                    busy.transactions.executeWithoutResult(
                                            _ -> {
                                                assertThat(busy.pending.claim("")).isPresent();
                                                nudged.commit("others-turn", "key", 1);
                                                committed.countDown();
                                                busy.jdbc.queryForList("select pg_sleep(0.03)");
                                            }));
            committed.await();

            await().until(() -> topic.dataOf("key").equals(numbers(0, 2)));
            turn.join();
        }
    }

    @Test
    void takesTheTurnOfARelayThatFroze() throws Exception {
        String url = database("frozen");
        Servers.createTopic("frozen", 1);
        try (var frozen = new Instance(url, Servers.kafka(), HARDLY_EVER);
                var alive = new Instance(url, Servers.kafka(), OFTEN);
                var topic = new TopicReader(Servers.kafka(), "frozen")) {
            var pending = new PendingEvents(frozen.jdbc, 50, Duration.ofSeconds(1));
            frozen.commit("frozen", "key", 0);
            assertThat(pending.exist()).isTrue();
            var thaw = new CountDownLatch(1);
            var turn = new CountDownLatch(1);
            Thread relay =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    frozen.transactions.executeWithoutResult(
                                            _ -> {
                                                assertThat(pending.claim("")).isPresent();
                                                turn.countDown();
                                                awaitUninterrupted(thaw);
                                            });
                                } catch (RuntimeException lostItsTurn) {
                                    return;
                                }
                            });
            turn.await();
            alive.start();
            alive.commit("frozen", "key", 1);

            await().until(() -> topic.dataOf("key").equals(numbers(0, 2)));
            thaw.countDown();
            relay.join();
        }
    }

    @Test
    void sendsToATopicThatWasMissing() {
        String url = database("missing_topic");
        try (var instance = new Instance(url, Servers.kafka(), OFTEN).start()) {
            instance.commit("created-late", "key", 0);
            await().during(Duration.ofSeconds(1)).until(() -> instance.rows() == 1);

            Servers.createTopic("created-late", 1);

            await().until(() -> instance.rows() == 0);
            try (var topic = new TopicReader(Servers.kafka(), "created-late")) {
                await().until(() -> topic.dataOf("key").equals(numbers(0, 1)));
            }
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static String database(String name) {
        String url = Servers.createDatabase(name);
        Instance.migrate(url);
        return url;
    }
}
