package io.everstore.local.bench;

import static io.everstore.local.bench.BenchedShop.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.replay.OpenLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * An order that was acknowledged is never lost and never doubled, and checkout outlives the
 * database. Run it with {@code ./mvnw -Pbench -pl local-cluster -Dbench=order verify}, or one step
 * of it with its tag, for example {@code -Dbench=kafka-down}. What must not happen is asserted;
 * speed is printed against its target, and asserted with a wide margin only.
 */
@Tag("order")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OrderBenchIT {

    private static final int REPETITIONS = Integer.getInteger("bench.repetitions", 20);
    private static final double RATE = Double.parseDouble(System.getProperty("bench.rate", "50"));

    private static final Duration WARM_UP = Duration.ofMinutes(3);
    private static final Duration WARM_UP_STEP = Duration.ofSeconds(10);

    /** Of the slowest in a hundred: half of what a failover may make of it. */
    private static final double WARM_MILLIS = 1000;

    /** How much worse than its target a speed may be before the run fails. */
    private static final int MARGIN = 5;

    private static final Catalogue catalogue = new Catalogue(1000);
    private static BenchedShop shop;
    private static Control control;
    private static Report report;
    private static Checkouts checkouts;
    private static Accounts accounts;
    private static OwnCpu cpu;

    @BeforeAll
    static void open() {
        shop = BenchedShop.open(catalogue);
        control = shop.control();
        report = shop.report("bench-order.md");
        checkouts = new Checkouts(catalogue);
        accounts = new Accounts(shop, checkouts, report);
        warmUp();
        cpu = new OwnCpu();
    }

    /**
     * A shop that has just started carries half of what it does when its code is compiled. What it
     * does meanwhile is noted; faults are measured afterwards.
     */
    private static void warmUp() {
        Figures figures;
        long start = System.nanoTime();
        do {
            try (OpenLoop _ = checkouts.come(RATE)) {
                long from = System.nanoTime();
                figures = checkouts.recording().figures(from, after(WARM_UP_STEP));
            }
            report.note(
                    "just started, %d s under %.0f orders/s: %s"
                            .formatted(seconds(start), RATE, figures.text()));
        } while (!isWarm(figures) && seconds(start) < WARM_UP.toSeconds());
        if (!isWarm(figures)) {
            report.note("not warm after %s: it does not carry this rate".formatted(WARM_UP));
        }
    }

    private static boolean isWarm(Figures figures) {
        return figures.failed() == 0 && figures.p99() <= WARM_MILLIS;
    }

    private static long seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }

    @AfterAll
    static void close() {
        report.figure("the load generator's own processor time", cpu.text());
        shop.close();
    }

    @Test
    @Order(1)
    @Tag("steady")
    void takesOrdersWithoutFaults() {
        Figures figures;
        try (OpenLoop _ = checkouts.come(RATE)) {
            long from = after(Duration.ofSeconds(1));
            figures = checkouts.recording().figures(from, after(Duration.ofSeconds(20)));
        }
        report.figure("no fault, %.0f orders/s".formatted(RATE), figures.text());
        accounts.settle("no fault");
        assertThat(figures.failed()).isZero();
    }

    @Test
    @Order(2)
    @Tag("primary-killed")
    void losesNoOrderWhenThePrimaryIsKilledAgainAndAgain() {
        List<Long> gaps = new ArrayList<>();
        long from;
        long to;
        try (OpenLoop _ = checkouts.come(RATE)) {
            from = after(Duration.ofSeconds(5));
            for (int i = 1; i <= REPETITIONS; i++) {
                long at = control.kill(control.primary("postgres"));
                after(Duration.ofSeconds(5));
                control.awaitHealed();
                long healed = after(Duration.ofSeconds(2));
                List<Sample> samples = checkouts.recording().between(at, healed);
                gaps.add(WriteGap.millis(samples));
                report.note(
                        "kill %d of the primary: %s; answers %s; longest time without an acknowledgement %d ms"
                                .formatted(
                                        i,
                                        Figures.of(samples).text(),
                                        Figures.of(samples).statuses(),
                                        gaps.getLast()));
            }
            to = System.nanoTime();
        }
        String step = "primary killed %d times".formatted(REPETITIONS);
        Figures all = checkouts.recording().figures(from, to);
        Figures again =
                checkouts.recording().figures(from, to, s -> s.kind().equals(Checkouts.AGAIN));
        report.figure(step, all.text());
        report.figure(
                step + ": 201 / 202",
                "%d / %d"
                        .formatted(
                                all.statuses().getOrDefault(201, 0L),
                                all.statuses().getOrDefault(202, 0L)));
        report.target(
                step + ": failed checkouts",
                "%.3f %%".formatted(100 * all.failedShare()),
                "0.5 %, aim 0",
                all.failedShare() <= 0.005);
        report.target(
                step + ": longest answer",
                "%.0f ms".formatted(all.max()),
                "2000 ms",
                all.max() <= 2000);
        report.figure(
                step + ": longest times without an acknowledgement, sorted",
                gaps.stream().sorted().toList() + " ms");
        report.figure(step + ": re-sends of older keys", again.text());
        report.failures(checkouts.recording().between(from, to));
        accounts.settle(step);
        assertThat(all.failedShare()).isLessThan(MARGIN * 0.005);
        assertThat(all.max()).isLessThan(MARGIN * 2000.0);
    }

    @Test
    @Order(3)
    @Tag("kafka-down")
    void takesOrdersWithAllOfKafkaDown() {
        List<String> brokers = control.nodes("kafka");
        Figures figures;
        Duration drained;
        long from;
        long to;
        try (OpenLoop _ = checkouts.come(RATE)) {
            after(Duration.ofSeconds(5));
            from = control.killForGood(brokers);
            after(Duration.ofSeconds(60));
            control.start(brokers);
            drained = accounts.drain();
            to = after(Duration.ofSeconds(2));
            figures = checkouts.recording().figures(from, to);
        }
        report.figure("all of Kafka down for 60 s", figures.text());
        report.target(
                "all of Kafka down: failed checkouts",
                Long.toString(figures.failed()),
                "0",
                figures.failed() == 0);
        report.target(
                "all of Kafka down: drained in order, from the start of the brokers",
                "%.1f s".formatted(drained.toMillis() / 1e3),
                "60 s",
                drained.toSeconds() < 60);
        report.failures(checkouts.recording().between(from, to));
        accounts.settle("all of Kafka down");
        assertThat(figures.failedShare()).isLessThan(0.01);
        assertThat(drained).isLessThan(Duration.ofSeconds(60 * MARGIN));
    }

    @Test
    @Order(4)
    @Tag("all-down")
    void promisesNothingWithKafkaAndPostgresDown() {
        List<String> both = new ArrayList<>(control.nodes("kafka"));
        both.addAll(control.nodes("postgres"));
        List<Sample> outage;
        long from;
        long to;
        try (OpenLoop _ = checkouts.come(RATE)) {
            after(Duration.ofSeconds(5));
            from = control.killForGood(both);
            long down = after(Duration.ofMillis(500));
            after(Duration.ofSeconds(20));
            control.start(both);
            outage = checkouts.recording().between(down, down + Duration.ofSeconds(15).toNanos());
            control.awaitHealed();
            to = after(Duration.ofSeconds(5));
        }
        long other = outage.stream().filter(s -> !isHonestRefusal(s)).count();
        report.figure("Kafka and PostgreSQL down", Figures.of(outage).text());
        report.target(
                "Kafka and PostgreSQL down: answers other than 503 with Retry-After",
                Long.toString(other),
                "0",
                other == 0);
        report.figure(
                "Kafka and PostgreSQL down, before and after included",
                checkouts.recording().figures(from, to).text());
        report.failures(outage.stream().filter(s -> !isHonestRefusal(s)).toList());
        accounts.settle("Kafka and PostgreSQL down");
        assertThat(outage).isNotEmpty().noneMatch(s -> s.status() / 100 == 2);
        assertThat(other).isLessThan(outage.size() / 20);
    }

    @Test
    @Order(5)
    @Tag("primary-and-kafka-down")
    void promisesNothingUntilTheFailoverIsOverWithKafkaDown() {
        List<String> brokers = control.nodes("kafka");
        List<Sample> samples;
        try (OpenLoop _ = checkouts.come(RATE)) {
            after(Duration.ofSeconds(5));
            control.killForGood(brokers);
            after(Duration.ofSeconds(5));
            long from = control.kill(control.primary("postgres"));
            long to = after(Duration.ofSeconds(10));
            control.start(brokers);
            samples = checkouts.recording().between(from, to);
            control.awaitHealed();
        }
        List<Sample> wrong =
                samples.stream().filter(s -> s.isFailed() && !isHonestRefusal(s)).toList();
        report.figure("Kafka down and the primary killed", Figures.of(samples).text());
        report.target(
                "Kafka down and the primary killed: failures other than 503 with Retry-After",
                Integer.toString(wrong.size()),
                "0",
                wrong.isEmpty());
        report.failures(wrong);
        accounts.settle("Kafka down and the primary killed");
        assertThat(wrong.size()).isLessThan(samples.size() / 20);
    }

    @Test
    @Order(6)
    @Tag("consumers-killed")
    void hasOneEffectPerEventWhenConsumersAreKilled() {
        List<String> brokers = control.nodes("kafka");
        List<String> consumers = new ArrayList<>(control.nodes("order"));
        consumers.addAll(control.nodes("catalog"));
        Figures figures;
        long from;
        long to;
        try (OpenLoop _ = checkouts.come(RATE)) {
            after(Duration.ofSeconds(5));
            // A backlog, so that each of them dies with its hands full.
            control.killForGood(brokers);
            after(Duration.ofSeconds(15));
            control.start(brokers);
            from = System.nanoTime();
            for (String consumer : consumers) {
                control.kill(consumer);
                after(Duration.ofSeconds(1));
                control.awaitHealed();
            }
            to = System.nanoTime();
            figures = checkouts.recording().figures(from, to);
        }
        report.target(
                "each order and catalog instance killed while it consumes: failed checkouts",
                figures.text(),
                "0 failed",
                figures.failed() == 0);
        report.failures(checkouts.recording().between(from, to));
        accounts.settle("consumers killed");
    }

    @Test
    @Order(7)
    @Tag("replication")
    void measuresWhatReplicationCosts() {
        new ReplicationCost(shop, checkouts, report).measure();
        accounts.settle("16 clients");
    }

    private static boolean isHonestRefusal(Sample sample) {
        return sample.status() == 503 && sample.hasRetryAfter();
    }
}
