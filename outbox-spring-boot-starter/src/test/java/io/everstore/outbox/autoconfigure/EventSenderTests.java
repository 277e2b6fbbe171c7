package io.everstore.outbox.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.TracerProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Which rows are done after some of them failed; a real broker does not fail on demand. */
class EventSenderTests {

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final EventSender sender = sender(Duration.ofSeconds(5));

    @Test
    void keepsWhatFollowsAFailedRowOfTheSameKey() throws Exception {
        var failure = new NotEnoughReplicasException("too few");
        Thread broker =
                Thread.startVirtualThread(
                        () -> {
                            await().until(() -> producer.history().size() == 4);
                            producer.completeNext();
                            producer.errorNext(failure);
                            producer.completeNext();
                            producer.completeNext();
                        });

        var delivery = sender.send(List.of(row(1, "a"), row(2, "b"), row(3, "a"), row(4, "b")));

        broker.join();
        assertThat(delivery.delivered()).containsExactly(1L, 3L);
        assertThat(delivery.failure()).isSameAs(failure);
    }

    @Test
    void callsARowThatIsNotAcknowledgedInTimeFailed() {
        var impatient = sender(Duration.ofMillis(50));

        var delivery = impatient.send(List.of(row(1, "a")));

        assertThat(delivery.delivered()).isEmpty();
        assertThat(delivery.failure()).isNotNull();
    }

    private EventSender sender(Duration timeout) {
        var spans = new SendingSpans(TracerProvider.noop().get("test"));
        return new EventSender(() -> producer, timeout, spans);
    }

    private static PendingEvent row(long id, String key) {
        return new PendingEvent(
                id, UUID.randomUUID(), "topic", key, "test.v1", "/test", "{}", Instant.EPOCH, null);
    }
}
