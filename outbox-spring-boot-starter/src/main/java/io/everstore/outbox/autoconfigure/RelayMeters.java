package io.everstore.outbox.autoconfigure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What this instance's relay does: {@code everstore.outbox.lag} per topic (its count is what was
 * sent) and {@code everstore.outbox.failures}.
 */
final class RelayMeters {

    /** Around the 100 ms that a commit may take to the broker, and the seconds of an outage. */
    private static final Duration[] LAGS = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1)
    };

    private final MeterRegistry meters;
    private final Clock clock;
    private final Counter failures;

    RelayMeters(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.failures =
                Counter.builder("everstore.outbox.failures")
                        .description("Rounds of the relay that Kafka or the database refused")
                        .register(meters);
    }

    /** Counts those of a topic's events that were delivered. */
    void sent(String topic, List<PendingEvent> events, List<Long> delivered) {
        Instant now = clock.instant();
        Timer lag = lag(topic);
        Set<Long> ids = new HashSet<>(delivered);
        for (PendingEvent event : events) {
            if (ids.contains(event.id())) {
                lag.record(Duration.between(event.createdAt(), now));
            }
        }
    }

    void failed() {
        failures.increment();
    }

    private Timer lag(String topic) {
        return Timer.builder("everstore.outbox.lag")
                .description("From the append in a transaction to the brokers' acknowledgement")
                .tag("topic", topic)
                .serviceLevelObjectives(LAGS)
                .register(meters);
    }
}
