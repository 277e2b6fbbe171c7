package io.everstore.outbox.autoconfigure;

import io.everstore.outbox.MalformedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * What becomes of a record whose listener threw. If trying again can help (the database is away, or
 * anything else that is not the record's fault), it is tried again for ever: an outage must not
 * empty a topic into the dead letters. Only what can never be understood goes to the {@link
 * DeadLetters}; its partition then goes on.
 */
final class ListenerErrors implements RetryListener {

    private static final Logger log = LoggerFactory.getLogger(ListenerErrors.class);

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);

    /** Far below {@code max.poll.interval.ms}: the pause is spent between two polls. */
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(5);

    /** With the longest pause about once a minute and a half. */
    private static final int ATTEMPTS_PER_LOG_LINE = 20;

    private final MeterRegistry meters;

    private ListenerErrors(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Counts {@code everstore.listener.failures}: as long as it grows, a listener waits for
     * something.
     */
    static DefaultErrorHandler handler(DeadLetters deadLetters, MeterRegistry meters) {
        var backOff = new ExponentialBackOff(FIRST_BACK_OFF.toMillis(), 2);
        backOff.setMaxInterval(MAX_BACK_OFF.toMillis());
        var handler = new DefaultErrorHandler(deadLetters, backOff);
        handler.addNotRetryableExceptions(MalformedEvent.class);
        handler.setRetryListeners(new ListenerErrors(meters));
        handler.setLogLevel(KafkaException.Level.DEBUG);
        return handler;
    }

    @Override
    public void failedDelivery(
            ConsumerRecord<?, ?> record, @Nullable Exception failure, int attempt) {
        meters.counter("everstore.listener.failures", "topic", record.topic()).increment();
        if (attempt % ATTEMPTS_PER_LOG_LINE == 1) {
            log.warn(
                    "Attempt {} at {}-{}@{} failed",
                    attempt,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    failure);
        }
    }
}
