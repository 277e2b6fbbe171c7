package io.everstore.outbox.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.outbox.Servers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class HousekeepingTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void forgetsInBatchesWhatCannotComeAgain() {
        JdbcTemplate jdbc = database("pruning");
        receive(jdbc, "old", InboxPruning.BATCH + 1, Duration.ofDays(30).plusSeconds(1));
        receive(jdbc, "young", 10, Duration.ofDays(30).minusSeconds(1));
        var inbox = new InboxPruning(jdbc, Duration.ofDays(30), CLOCK, meters);

        assertThat(inbox.prune()).isTrue();
        assertThat(inbox.prune()).isFalse();

        assertThat(jdbc.queryForList("select distinct consumer from inbox", String.class))
                .containsExactly("young");
        assertThat(meters.get("everstore.inbox.pruned").counter().count())
                .isEqualTo(InboxPruning.BATCH + 1);
    }

    @Test
    void saysHowMuchWaitsAndHowLong() {
        JdbcTemplate jdbc = database("backlog");
        var backlog = new Backlog(jdbc, CLOCK, meters);
        append(jdbc, 3, NOW.minusSeconds(40));
        append(jdbc, 1, NOW.minusSeconds(2));
        backlog.look();

        assertThat(meters.get("everstore.outbox.pending").gauge().value()).isEqualTo(4);
        assertThat(meters.get("everstore.outbox.age").gauge().value()).isEqualTo(40);

        jdbc.update("delete from outbox");
        backlog.look();
        assertThat(meters.get("everstore.outbox.pending").gauge().value()).isZero();
        assertThat(meters.get("everstore.outbox.age").gauge().value()).isZero();
    }

    @Test
    void countsNoFurtherThanIsCheap() {
        JdbcTemplate jdbc = database("large_backlog");
        append(jdbc, Backlog.MOST + 5, NOW);
        var backlog = new Backlog(jdbc, CLOCK, meters);
        backlog.look();

        assertThat(meters.get("everstore.outbox.pending").gauge().value()).isEqualTo(Backlog.MOST);
    }

    private static JdbcTemplate database(String name) {
        String url = Servers.createDatabase(name);
        Instance.migrate(url);
        return new JdbcTemplate(new DriverManagerDataSource(url));
    }

    private static void receive(JdbcTemplate jdbc, String consumer, int events, Duration ago) {
        jdbc.update(
                "insert into inbox select ?, gen_random_uuid(), ?::timestamptz from generate_series(1, ?)",
                consumer,
                NOW.minus(ago).toString(),
                events);
    }

    private static void append(JdbcTemplate jdbc, int events, Instant at) {
        jdbc.update(
                """
                insert into outbox (event_id, topic, aggregate_key, type, source, data, created_at)
                select gen_random_uuid(), 'topic', 'key', 'test.v1', '/test', '{}', ?::timestamptz
                from generate_series(1, ?)
                """,
                at.toString(),
                events);
    }
}
