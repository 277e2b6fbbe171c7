package io.everstore.catalog.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.catalog.Gate;
import io.everstore.catalog.product.ProductFact;
import io.everstore.outbox.EventReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import tools.jackson.databind.json.JsonMapper;

/** A broker of their own, which they cut off. */
class FactFeedTests {

    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
    private Gate gate;
    private String address;

    @BeforeEach
    void startBroker() throws IOException {
        gate =
                new Gate(
                        () ->
                                broker.getCluster()
                                        .brokers()
                                        .get(0)
                                        .boundPort(ListenerName.normalised("EXTERNAL")));
        address = "localhost:" + gate.port();
        broker.brokerProperties(
                Map.of(
                        "auto.create.topics.enable",
                        "false",
                        "advertised.listeners",
                        "EXTERNAL://" + address));
        broker.afterPropertiesSet();
    }

    @AfterEach
    void stopBroker() throws IOException {
        gate.close();
        broker.destroy();
    }

    @Test
    void hearsWhatWasSaidBeforeAndThenWhatIsNew() {
        makeTopic();
        say(0, 100);
        var one = new Heard();
        var two = new Heard();
        FactFeed feed = feed(one, two);
        try {
            await().until(feed::isCaughtUp);
            assertThat(one.skus()).isEqualTo(skus(0, 100)).isEqualTo(two.skus());

            say(100, 150);
            await().until(() -> two.skus().equals(skus(0, 150)));
        } finally {
            feed.stop();
        }
        assertThat(feed.isRunning()).isFalse();
    }

    @Test
    void waitsForKafkaAndForTheTopic() throws IOException {
        gate.shut();
        var heard = new Heard();
        FactFeed feed = feed(heard);
        try {
            assertThat(feed.isRunning()).isTrue();
            gate.open();
            await().during(Duration.ofSeconds(1)).until(() -> !feed.isCaughtUp());

            makeTopic();
            await().until(feed::isCaughtUp);
            say(0, 10);
            await().until(() -> heard.skus().equals(skus(0, 10)));
        } finally {
            feed.stop();
        }
    }

    @Test
    void goesOnWhereItWasWhenKafkaIsBack() throws IOException {
        makeTopic();
        say(0, 10);
        var heard = new Heard();
        FactFeed feed = feed(heard);
        try {
            await().until(feed::isCaughtUp);
            gate.shut();
            await().during(Duration.ofSeconds(2)).until(feed::isCaughtUp);
            gate.open();
            say(10, 20);

            await().until(() -> heard.skus().equals(skus(0, 20)));
        } finally {
            feed.stop();
        }
    }

    @Test
    void leavesOutWhatIsNoFactAndSurvivesAListener() {
        makeTopic();
        say(0, 1);
        send("broken", "{\"sku\":", ProductFact.TYPE);
        send("other", "{}", "dev.everstore.something.else.v1");
        send(null, null, ProductFact.TYPE);
        say(1, 2);
        FactListener failing =
                _ -> {
                    throw new IllegalStateException("on purpose");
                };
        var heard = new Heard();
        FactFeed feed = feed(failing, heard);
        try {
            await().until(() -> heard.skus().equals(skus(0, 2)));
        } finally {
            feed.stop();
        }
    }

    private FactFeed feed(FactListener... listeners) {
        var beans = new StaticListableBeanFactory();
        IntStream.range(0, listeners.length).forEach(i -> beans.addBean("l" + i, listeners[i]));
        var feed =
                new FactFeed(
                        new DefaultKafkaConsumerFactory<>(
                                Map.of("bootstrap.servers", address, "client.id", "test")),
                        new EventReader(JsonMapper.shared()),
                        beans.getBeanProvider(FactListener.class),
                        new FactFeedSettings(7, 0.9, Duration.ofMillis(100)));
        feed.start();
        return feed;
    }

    private void makeTopic() {
        broker.addTopics(new NewTopic(ProductFact.TOPIC, 1, (short) 1));
    }

    private static List<String> skus(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "P" + i).toList();
    }

    private void say(int from, int to) {
        for (String sku : skus(from, to)) {
            String fact =
                    """
                    {"sku":"%s","name":"Lantern","category":"Lamps","new":"field",
                     "price":{"amount":"2.50","currency":"GBP"},"available":true,"version":1}
                    """
                            .formatted(sku);
            send(sku, fact, ProductFact.TYPE);
        }
    }

    private void send(@Nullable String key, @Nullable String data, String type) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(ProductFact.TOPIC, key, data == null ? null : bytes(data));
        Stream.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        UUID.randomUUID().toString(),
                        "ce_type",
                        type,
                        "ce_subject",
                        String.valueOf(key),
                        "ce_time",
                        "2026-11-21T00:00:00Z")
                .gather(java.util.stream.Gatherers.windowFixed(2))
                .forEach(header -> record.headers().add(header.get(0), bytes(header.get(1))));
        Map<String, Object> settings = Map.of("bootstrap.servers", address);
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            Future<?> sent = producer.send(record);
            producer.flush();
            assertThat(sent).isDone();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static final class Heard implements FactListener {

        private final List<String> skus = new CopyOnWriteArrayList<>();

        @Override
        public void heard(Collection<ProductFact> facts) {
            facts.forEach(fact -> skus.add(fact.sku()));
        }

        List<String> skus() {
            return List.copyOf(skus);
        }
    }
}
