package io.everstore.outbox.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.outbox.Outbox;
import io.everstore.outbox.Servers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What relays ask of the database for a commit, and that it is enough. */
class RelayStatementsTests {

    /** So that whatever is sent is not owed to the poll. */
    private static final Duration HARDLY_EVER = Duration.ofMinutes(5);

    private static final long EVENTS = 40;

    /** Or each event would have its relay look twice, or even all relays of the service. */
    @Test
    void claimsOnceForACommitAndDoesNotLook() {
        String url = database("statements");
        Servers.createTopic("statements", 1);
        try (var one = new Instance(url, Servers.kafka(), HARDLY_EVER).start();
                var _ = new Instance(url, Servers.kafka(), HARDLY_EVER).start();
                var _ = new Instance(url, Servers.kafka(), HARDLY_EVER).start()) {
            commitAndAwait(one, "statements"); // once, a look makes the new topic claimable
            one.jdbc.execute("create extension pg_stat_statements");

            LongStream.range(0, EVENTS).forEach(_ -> commitAndAwait(one, "statements"));

            // Some more, should Kafka have let a round fail.
            assertThat(calls(one, "with recursive waiting")).isLessThan(EVENTS / 4);
            assertThat(calls(one, "from outbox_topic")).isBetween(EVENTS, EVENTS + EVENTS / 4);
        }
    }

    @Test
    void sendsAllOfACommitThatIsMoreThanOneRound() {
        String url = database("much");
        List.of("long", "known", "new").forEach(topic -> Servers.createTopic(topic, 1));
        try (var one = new Instance(url, Servers.kafka(), HARDLY_EVER).start()) {
            one.transactions.executeWithoutResult(
                    _ -> {
                        one.outbox.appendAll(events("long", 2 * Instance.BATCH));
                        one.outbox.appendAll(events("known", 1));
                    });
            await().until(() -> one.rows() == 0);

            one.transactions.executeWithoutResult(
                    _ -> {
                        one.outbox.appendAll(events("known", 1));
                        one.outbox.appendAll(events("new", 1));
                    });
            await().until(() -> one.rows() == 0);
        }
    }

    @Test
    void sendsWithItsOwnEventsThoseOfADeadInstance() {
        String url = database("with_its_own");
        List.of("own", "orphaned-too").forEach(topic -> Servers.createTopic(topic, 1));
        try (var dead = new Instance(url, Servers.kafka(), HARDLY_EVER);
                var alive = new Instance(url, Servers.kafka(), HARDLY_EVER).start()) {
            commitAndAwait(alive, "own");
            dead.commit("own", "dead", 0);
            dead.commit("orphaned-too", "dead", 1);

            commitAndAwait(alive, "own");
        }
    }

    @Test
    void sendsTheEventsOfADeadInstanceWithinAPoll() {
        var poll = Duration.ofMillis(200); // the default of the settings
        String url = database("within_a_poll");
        Servers.createTopic("within-a-poll", 1);
        try (var dead = new Instance(url, Servers.kafka(), poll);
                var alive = new Instance(url, Servers.kafka(), poll).start()) {
            commitAndAwait(alive, "within-a-poll");

            long[] waited =
                    LongStream.generate(() -> commitAndAwait(dead, "within-a-poll"))
                            .limit(9)
                            .sorted()
                            .toArray();

            // The median: the machine may be busy with something else for a while.
            assertThat(Duration.ofNanos(waited[4])).isLessThan(poll.plusMillis(100));
        }
    }

    /** How long it took until no event waited any more, in nanoseconds. */
    private static long commitAndAwait(Instance instance, String topic) {
        instance.commit(topic, "key", "data");
        long committed = System.nanoTime();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> instance.rows() == 0);
        return System.nanoTime() - committed;
    }

    private static List<Outbox.Event> events(String topic, int number) {
        return IntStream.range(0, number)
                .mapToObj(n -> new Outbox.Event(topic, "key", "test.v1", n))
                .toList();
    }

    /** How often PostgreSQL ran the statements with this text, since it is counted. */
    private static long calls(Instance instance, String text) {
        return instance.jdbc.queryForObject(
                """
                select coalesce(sum(calls), 0) from pg_stat_statements(true)
                where dbid = (select oid from pg_database where datname = current_database())
                and position(? in query) > 0
                """,
                Long.class,
                text);
    }

    private static String database(String name) {
        String url = Servers.createDatabase(name);
        Instance.migrate(url);
        return url;
    }
}
