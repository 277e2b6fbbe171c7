package io.everstore.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionOperations;

@SpringBootTest(properties = "spring.application.name=press")
class PublishingTests {

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Servers.createTopic("news", 3);
        String url = Servers.createDatabase("publishing");
        registry.add("spring.datasource.url", () -> url);
        registry.add("spring.kafka.bootstrap-servers", Servers::kafka);
        registry.add("spring.flyway.locations", () -> "classpath:db/outbox");
        registry.add("spring.kafka.consumer.group-id", () -> "readers");
    }

    @SpringBootApplication
    static class Press {

        @Component
        static class Reader {
            final List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();

            @KafkaListener(topics = "news")
            synchronized void read(ConsumerRecord<String, byte[]> record) {
                read.add(record);
            }

            synchronized List<ConsumerRecord<String, byte[]>> of(String key) {
                return read.stream().filter(r -> r.key().equals(key)).toList();
            }
        }
    }

    record Headline(String text) {}

    @Autowired Outbox outbox;
    @Autowired TransactionOperations transactions;
    @Autowired JdbcClient jdbc;
    @Autowired Press.Reader reader;

    @Test
    void publishesACommittedEventAsCloudEvent() {
        transactions.executeWithoutResult(
                _ -> outbox.append("news", "sport", "headline.v1", new Headline("Çök güzel")));

        await().until(() -> reader.of("sport").size() == 1);
        var record = reader.of("sport").getFirst();
        assertThat(new String(record.value(), UTF_8)).isEqualTo("{\"text\":\"Çök güzel\"}");
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record, "ce_source")).isEqualTo("/press");
        assertThat(header(record, "ce_type")).isEqualTo("headline.v1");
        assertThat(header(record, "ce_subject")).isEqualTo("sport");
        assertThat(header(record, "content-type")).isEqualTo("application/json");
        var event = ReceivedEvent.from(record);
        assertThat(event.id()).isEqualTo(UUID.fromString(header(record, "ce_id")));
        assertThat(event.data()).isEqualTo("{\"text\":\"Çök güzel\"}");
        await().until(() -> rows() == 0);
    }

    @Test
    void publishesNothingOfARolledBackTransaction() {
        transactions.executeWithoutResult(
                status -> {
                    outbox.append("news", "gossip", "headline.v1", new Headline("untrue"));
                    status.setRollbackOnly();
                });
        transactions.executeWithoutResult(
                _ -> outbox.append("news", "gossip", "headline.v1", new Headline("true")));

        await().until(() -> !reader.of("gossip").isEmpty());
        await().during(Duration.ofMillis(500)).until(() -> reader.of("gossip").size() == 1);
        assertThat(new String(reader.of("gossip").getFirst().value(), UTF_8)).contains("\"true\"");
    }

    @Test
    void publishesAListInItsOrder() {
        List<Outbox.Event> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            events.add(new Outbox.Event("news", "list", "number.v1", Map.of("n", i)));
        }
        transactions.executeWithoutResult(_ -> outbox.appendAll(events));

        await().until(() -> reader.of("list").size() == 2_000);
        assertThat(reader.of("list").stream().map(r -> new String(r.value(), UTF_8)))
                .containsExactlyElementsOf(
                        events.stream().map(e -> "{\"n\":" + numberOf(e) + "}").toList());
    }

    @Test
    void refusesToAppendOutsideATransaction() {
        assertThatThrownBy(() -> outbox.append("news", "none", "t", Map.of()))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void refusesDataThatNoBrokerWouldTake() {
        var huge = new Headline("x".repeat(Outbox.MAX_DATA_CHARACTERS));

        assertThatThrownBy(
                        () ->
                                transactions.executeWithoutResult(
                                        _ -> outbox.append("news", "huge", "t", huge)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("524299 characters");
    }

    private static Object numberOf(Outbox.Event event) {
        return ((Map<?, ?>) event.data()).get("n");
    }

    private long rows() {
        return jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
