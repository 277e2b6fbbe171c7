package io.everstore.outbox.autoconfigure;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * How much waits in the outbox, and for how long: {@code everstore.outbox.pending} and {@code
 * everstore.outbox.age}. Of the whole service, so each instance says the same.
 *
 * <p>Kept between two looks, so that asking for metrics never asks the database. While that is away
 * the age goes on growing, as does the real one.
 */
final class Backlog {

    /** Counting costs a millisecond for so many rows; beyond, the exact number tells no more. */
    static final int MOST = 10_000;

    private static final String LOOK =
            """
            select (select count(*) from (select from outbox limit ?) rows),
                   (select created_at from outbox order by id limit 1)
            """;

    private record Seen(long pending, @Nullable Instant oldest) {}

    private final JdbcOperations jdbc;
    private final Clock clock;
    private volatile Seen seen = new Seen(0, null);

    Backlog(JdbcOperations jdbc, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        Gauge.builder("everstore.outbox.pending", () -> seen.pending())
                .description("Events that wait in the outbox; 10,000 means at least so many")
                .register(meters);
        TimeGauge.builder("everstore.outbox.age", () -> age().toMillis(), TimeUnit.MILLISECONDS)
                .description("How long the oldest event has been waiting in the outbox")
                .register(meters);
    }

    void look() {
        seen =
                jdbc.queryForObject(
                        LOOK,
                        (row, _) -> {
                            Timestamp oldest = row.getTimestamp(2);
                            return new Seen(
                                    row.getLong(1), oldest == null ? null : oldest.toInstant());
                        },
                        MOST);
    }

    private Duration age() {
        Instant oldest = seen.oldest();
        return oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
    }
}
