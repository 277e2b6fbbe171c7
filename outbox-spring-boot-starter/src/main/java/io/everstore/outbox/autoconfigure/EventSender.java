package io.everstore.outbox.autoconfigure;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;

/** Sends rows in their order and says which of them the brokers have. */
final class EventSender {

    private final ProducerFactory<String, byte[]> producers;
    private final Duration timeout;
    private final SendingSpans spans;

    private record Handed(Future<RecordMetadata> future, Span span) {}

    /**
     * @param timeout longer than the producer's delivery timeout, so that nothing is undecided
     */
    EventSender(ProducerFactory<String, byte[]> producers, Duration timeout, SendingSpans spans) {
        this.producers = producers;
        this.timeout = timeout;
        this.spans = spans;
    }

    /** Over a copy of the application's producers, with the settings that the relay depends on. */
    @SuppressWarnings("unchecked") // the serializers are overridden to fit
    static EventSender with(
            ProducerFactory<?, ?> producers, OutboxSettings settings, Tracer tracer) {
        var own =
                (ProducerFactory<String, byte[]>)
                        producers.copyWithConfigurationOverride(settings.producerConfiguration());
        return new EventSender(own, settings.acknowledgementTimeout(), new SendingSpans(tracer));
    }

    /**
     * @param delivered ids of the rows that need not be sent again
     * @param failure why others have to be; null if there are none
     */
    record Delivery(List<Long> delivered, @Nullable Throwable failure) {}

    /** Returns when every record is acknowledged or failed. */
    Delivery send(List<PendingEvent> events) {
        try {
            Delivery delivery = await(events, hand(events));
            if (delivery.failure() != null) {
                close();
            }
            return delivery;
        } catch (KafkaException unusable) {
            close();
            return new Delivery(List.of(), unusable);
        }
    }

    /**
     * Closes the producer; the next send opens another one. After a failure too: what the old one
     * still holds must not reach Kafka after newer events.
     */
    void close() {
        producers.reset();
    }

    private List<Handed> hand(List<PendingEvent> events) {
        Producer<String, byte[]> producer = producers.createProducer();
        List<Handed> handed = new ArrayList<>(events.size());
        for (PendingEvent event : events) {
            Span span = spans.begin(event);
            Future<RecordMetadata> future = producer.send(event.toRecord(span));
            handed.add(new Handed(future, span));
            if (future.isDone() && future.state() == Future.State.FAILED) {
                // Without metadata each further call would block as long as this one.
                break;
            }
        }
        return handed;
    }

    private Delivery await(List<PendingEvent> events, List<Handed> handed) {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<Long> delivered = new ArrayList<>(handed.size());
        Set<PendingEvent.Stream> blocked = new HashSet<>();
        Throwable failure = null;
        for (int i = 0; i < handed.size(); i++) {
            PendingEvent event = events.get(i);
            Future<RecordMetadata> future = handed.get(i).future();
            Throwable problem = problemOf(future, deadline - System.nanoTime());
            SendingSpans.end(handed.get(i).span(), problem);
            if (problem != null) {
                failure = problem;
                blocked.add(event.stream());
            } else if (!blocked.contains(event.stream())) {
                delivered.add(event.id());
            }
        }
        return new Delivery(delivered, failure);
    }

    private static @Nullable Throwable problemOf(Future<RecordMetadata> future, long nanos) {
        try {
            future.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return null;
        } catch (ExecutionException failed) {
            return failed.getCause() == null ? failed : failed.getCause();
        } catch (TimeoutException undecided) {
            return undecided;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return stopping;
        }
    }
}
