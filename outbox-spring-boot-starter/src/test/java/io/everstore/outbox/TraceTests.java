package io.everstore.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionOperations;

/** A trace goes through the table, the topic and the listener, also where nobody records any. */
@SpringBootTest(properties = "spring.application.name=press")
class TraceTests {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String NONE = "00000000000000000000000000000000";

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Servers.createTopic("letters", 3);
        Servers.createTopic("replies", 3);
        String url = Servers.createDatabase("traces");
        registry.add("spring.datasource.url", () -> url);
        registry.add("spring.kafka.bootstrap-servers", Servers::kafka);
        registry.add("spring.flyway.locations", () -> "classpath:db/outbox");
        registry.add("spring.kafka.consumer.group-id", () -> "traced-readers");
    }

    /** Which trace a listener was in, with a record of which key. */
    record Heard(String topic, String key, String trace) {}

    @SpringBootApplication
    static class Press {

        @Component
        static class Reader {
            final List<Heard> heard = new CopyOnWriteArrayList<>();
            private final Outbox outbox;
            private final TransactionOperations transactions;

            Reader(Outbox outbox, TransactionOperations transactions) {
                this.outbox = outbox;
                this.transactions = transactions;
            }

            /** Answers a letter, and a letter that is difficult at the second attempt. */
            @KafkaListener(topics = "letters")
            void read(ConsumerRecord<String, byte[]> record) {
                boolean isFirst = count(record.key()) == 0;
                hear(record);
                if (record.key().equals("difficult") && isFirst) {
                    throw new IllegalStateException("not in the mood");
                }
                transactions.executeWithoutResult(
                        _ -> outbox.append("replies", record.key(), "reply.v1", Map.of()));
            }

            @KafkaListener(topics = "replies")
            void hear(ConsumerRecord<String, byte[]> record) {
                String trace = Span.current().getSpanContext().getTraceId();
                heard.add(new Heard(record.topic(), record.key(), trace));
            }

            long count(String key) {
                return heard.stream().filter(each -> each.key().equals(key)).count();
            }
        }
    }

    @Autowired Outbox outbox;
    @Autowired TransactionOperations transactions;
    @Autowired Press.Reader reader;

    @Test
    void aLetterAndItsReplyAreOfOneTrace() {
        append("simple", EventTrace.context(PARENT));

        await().until(() -> reader.count("simple") == 2);
        assertThat(reader.heard)
                .contains(
                        new Heard("letters", "simple", TRACE),
                        new Heard("replies", "simple", TRACE));
    }

    @Test
    void aSecondAttemptIsOfTheTraceToo() {
        append("difficult", EventTrace.context(PARENT));

        await().until(() -> reader.count("difficult") == 3);
        assertThat(reader.heard)
                .filteredOn(each -> each.key().equals("difficult"))
                .extracting(Heard::trace)
                .containsOnly(TRACE);
    }

    @Test
    void anEventOfNoTraceIsReceivedInNone() {
        append("untraced", Context.root());

        await().until(() -> reader.count("untraced") == 2);
        assertThat(reader.heard)
                .filteredOn(each -> each.key().equals("untraced"))
                .extracting(Heard::trace)
                .containsOnly(NONE);
    }

    @Test
    void aTraceThatCannotBeReadIsNone() {
        var headers = new RecordHeaders();
        headers.add(EventTrace.HEADER, "00-what-is-this".getBytes(UTF_8));

        assertThat(Span.fromContext(EventTrace.context(headers)).getSpanContext().isValid())
                .isFalse();
    }

    private void append(String key, Context context) {
        try (Scope _ = context.makeCurrent()) {
            transactions.executeWithoutResult(
                    _ -> outbox.append("letters", key, "letter.v1", Map.of()));
        }
    }
}
