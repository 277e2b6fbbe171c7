package io.everstore.outbox.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.outbox.Outbox;
import io.everstore.outbox.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Which relay sends what, and when; round by round, without the loop that drives them. */
class TopicTurnsTests {

    private Instance one;
    private Instance two;

    @BeforeAll
    static void createTopics() {
        Servers.createTopic("answers", 1);
        Servers.createTopic("imported", 1);
    }

    @BeforeEach
    void startTwoInstances(TestInfo test) {
        String url =
                Servers.createDatabase(
                        "turns_"
                                + test.getTestMethod()
                                        .orElseThrow()
                                        .getName()
                                        .toLowerCase(Locale.ROOT));
        Instance.migrate(url);
        one = new Instance(url, Servers.kafka(), Duration.ZERO);
        two = new Instance(url, Servers.kafka(), Duration.ZERO);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    /** Or the answers to orders would come when the last product of an import has been sent. */
    @Test
    void sendsAnotherTopicAfterOneBatchOfALongOne() {
        appendImport(1_000);
        one.commit("answers", "order", "reserved");

        assertThat(one.relay.relay()).isEqualTo(new Round.Sent("answers", true));
        one.commit("answers", "order", "released");
        assertThat(one.relay.relay()).isEqualTo(new Round.Sent("imported", true));
        assertThat(one.relay.relay()).isEqualTo(new Round.Sent("answers", true));

        assertThat(waiting("answers")).isZero();
        assertThat(waiting("imported")).isEqualTo(1_000 - Instance.BATCH);
    }

    @Test
    void sendsAnotherTopicWhileARelayIsBusyWithOne() {
        appendImport(1);
        one.commit("answers", "order", "reserved");
        var busy = new PendingEvents(one.jdbc, 1, Duration.ofMinutes(1));
        assertThat(busy.exist()).isTrue();

        one.transactions.executeWithoutResult(
                _ -> {
                    assertThat(busy.claim("answers").map(PendingEvents.Claim::topic))
                            .contains("imported");

                    assertThat(two.relay.relay()).isEqualTo(new Round.Sent("answers", true));
                    assertThat(two.relay.relay()).isEqualTo(new Round.OthersTurn());
                });
        assertThat(two.relay.relay()).isEqualTo(new Round.Sent("imported", false));
        assertThat(two.relay.relay()).isEqualTo(new Round.Empty());
    }

    /** During an upgrade: the relay of version 1 sends all topics, under this lock. */
    @Test
    void sendsNothingWhileARelayOfTheOldVersionDoes() {
        one.commit("answers", "order", "reserved");

        one.transactions.executeWithoutResult(
                _ -> {
                    one.jdbc.queryForList("select pg_advisory_xact_lock(7311142587320266610)");

                    assertThat(two.relay.relay()).isEqualTo(new Round.OthersTurn());
                });
        assertThat(two.relay.relay()).isEqualTo(new Round.Sent("answers", false));
    }

    @Test
    void saysWhatItSentAndHowLongThatWaited() {
        one.commit("answers", "order", "reserved");
        one.commit("answers", "order", "released");
        two.relay.relay();

        var lag = two.meters.get("everstore.outbox.lag").tag("topic", "answers").timer();
        assertThat(lag.count()).isEqualTo(2);
        assertThat(two.meters.get("everstore.outbox.failures").counter().count()).isZero();
    }

    private void appendImport(int products) {
        List<Outbox.Event> events =
                IntStream.range(0, products)
                        .mapToObj(n -> new Outbox.Event("imported", "sku-" + n, "test.v1", n))
                        .toList();
        one.transactions.executeWithoutResult(_ -> one.outbox.appendAll(events));
    }

    private long waiting(String topic) {
        return one.jdbc.queryForObject(
                "select count(*) from outbox where topic = ?", Long.class, topic);
    }
}
