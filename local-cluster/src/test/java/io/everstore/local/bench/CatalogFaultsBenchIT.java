package io.everstore.local.bench;

import static io.everstore.local.bench.BenchedShop.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.replay.OpenLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Browsing stays fast, and cannot be taken down through its cache or its database. Run it with
 * {@code ./mvnw -Pbench -pl local-cluster -Dbench=catalog verify}, or one step of it with its tag,
 * for example {@code -Dbench=redis-killed}. Faults are measured at half of the rate that the
 * machine carries, which is measured first.
 */
@Tag("catalog")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CatalogFaultsBenchIT {

    private static final Duration FAULT = Duration.ofSeconds(20);

    /** A fault may make answers slower, but not by more. */
    private static final double SLOWER = 2;

    private static final Catalogue catalogue =
            new Catalogue(Integer.getInteger("bench.products", 20_000));
    private static final Visitors visitors = new Visitors(catalogue);
    private static BenchedShop shop;
    private static Control control;
    private static Report report;
    private static OwnCpu cpu;
    private static double capacity;
    private static double steadyP99;

    @BeforeAll
    static void measureWhatIsNormal() {
        shop = BenchedShop.open(catalogue);
        control = shop.control();
        report = shop.report("bench-catalog-faults.md");
        try (OpenLoop _ = visitors.come(60)) {
            after(Duration.ofSeconds(20)); // code is compiled and caches are filled
        }
        cpu = new OwnCpu();
        capacity = Capacity.measure(visitors, report);
        report.figure(
                "capacity: product pages 70 %%, lists 20 %%, search 10 %%, %,d products"
                        .formatted(catalogue.size()),
                "%.0f requests/s".formatted(capacity));
        try (OpenLoop _ = visitors.come(capacity / 2)) {
            long from = after(Duration.ofSeconds(5));
            Figures steady = visitors.recording().figures(from, after(FAULT));
            steadyP99 = steady.p99();
            report.figure("no fault, %.0f requests/s".formatted(capacity / 2), steady.text());
        }
    }

    @AfterAll
    static void close() {
        report.figure("the load generator's own processor time", cpu.text());
        shop.close();
    }

    @Test
    @Order(1)
    @Tag("redis-killed")
    void browsesWithAllOfRedisKilled() {
        List<String> redis = new ArrayList<>(control.nodes("redis"));
        redis.addAll(control.nodes("sentinel"));
        measure(
                "all of Redis killed",
                () -> control.killForGood(redis),
                () -> control.start(redis));
    }

    @Test
    @Order(2)
    @Tag("redis-frozen")
    void browsesWithAllOfRedisFrozen() {
        List<String> redis = control.nodes("redis");
        measure("all of Redis frozen", () -> control.freeze(redis), () -> {});
    }

    @Test
    @Order(3)
    @Tag("redis-flushed")
    void browsesWithRedisFlushed() {
        measure("Redis flushed", RedisNodes::flush, () -> {});
    }

    @Test
    @Order(4)
    @Tag("browse-primary-killed")
    void browsesWithThePrimaryKilled() {
        measure(
                "the primary database killed",
                () -> control.kill(control.primary("postgres")),
                () -> {});
    }

    @Test
    @Order(5)
    @Tag("browse-postgres-killed")
    void browsesWithAllOfPostgresKilled() {
        List<String> servers = control.nodes("postgres");
        measure(
                "all of PostgreSQL killed",
                () -> control.killForGood(servers),
                () -> control.start(servers));
    }

    private static void measure(String fault, Runnable inject, Runnable heal) {
        Figures during;
        Figures afterwards;
        long from;
        long healed;
        try (OpenLoop _ = visitors.come(capacity / 2)) {
            after(Duration.ofSeconds(5));
            from = System.nanoTime();
            inject.run();
            long to = after(FAULT);
            during = visitors.recording().figures(from, to);
            heal.run();
            control.awaitHealed();
            healed = after(Duration.ofSeconds(3));
            afterwards = visitors.recording().figures(to, healed);
        }
        report.target(fault + ": failed", during.text(), "0", during.failed() == 0);
        report.target(
                fault + ": p99",
                "%.1f ms".formatted(during.p99()),
                "twice the %.1f ms without a fault".formatted(steadyP99),
                during.p99() <= SLOWER * steadyP99);
        report.target(
                fault + ", while it comes back: failed",
                afterwards.text(),
                "0",
                afterwards.failed() == 0);
        report.failures(visitors.recording().between(from, healed));
        assertThat(during.failedShare()).isLessThan(0.05);
    }

    @Test
    @Order(6)
    @Tag("cold")
    void isSteadySoonWithColdCachesUnderLoad() {
        double rate = 0.8 * capacity;
        Figures before;
        long flushed;
        long restarted;
        long end;
        try (OpenLoop _ = visitors.come(rate)) {
            long from = after(Duration.ofSeconds(5));
            before = visitors.recording().figures(from, after(Duration.ofSeconds(15)));
            flushed = System.nanoTime();
            RedisNodes.flush();
            for (String instance : control.nodes("catalog")) {
                control.restart(instance);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> !control.isUp(instance));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> control.isUp(instance));
            }
            restarted = System.nanoTime();
            end = after(Duration.ofSeconds(30));
        }
        Figures all = visitors.recording().figures(flushed, end);
        double seconds = secondsToSteady(before, restarted, end);
        String step = "Redis flushed and all catalog instances restarted at %.0f requests/s";
        report.target(step.formatted(rate) + ": failed", all.text(), "0", all.failed() == 0);
        report.target(
                step.formatted(rate) + ": steady after the last restart",
                "%.0f s (the restarts took %.1f s); p99 %.1f ms before"
                        .formatted(seconds, (restarted - flushed) / 1e9, before.p99()),
                "10 s",
                seconds <= 10);
        report.failures(visitors.recording().between(flushed, end));
        assertThat(all.failedShare()).isLessThan(0.05);
    }

    /**
     * Until the first five seconds that are good as one: nothing failed, and p99 at most twice what
     * it was at the same rate before. A single second holds some hundred requests, whose p99 would
     * be the slowest of them.
     */
    private static double secondsToSteady(Figures before, long from, long end) {
        long second = Duration.ofSeconds(1).toNanos();
        double limit = Math.max(100, SLOWER * before.p99());
        double steady = Double.POSITIVE_INFINITY;
        List<Long> p99s = new ArrayList<>();
        for (long at = from; at + 5 * second <= end; at += second) {
            Figures figures = visitors.recording().figures(at, at + 5 * second);
            p99s.add(Math.round(figures.p99()));
            if (figures.failed() == 0 && figures.p99() <= limit) {
                steady = Math.min(steady, (at - from) / 1e9);
            }
        }
        report.note(
                "p99 of the five seconds from each second after the last restart on: %s ms; steady below %.0f ms"
                        .formatted(p99s, limit));
        return steady;
    }

    @Test
    @Order(7)
    @Tag("stampede")
    void asksTheDatabaseOnceForOneColdKey() {
        int instances = control.nodes("catalog").size();
        long most = 0;
        List<Sample> all = new ArrayList<>();
        try (QueryLog log = new QueryLog(shop.everstore(), shop.databases())) {
            for (int i = 1; i <= 5; i++) {
                // The least popular ones: nobody has asked for them.
                String sku = catalogue.sku(catalogue.size() - i);
                RedisNodes.flush();
                long before = log.naming(sku);
                all.addAll(new Stampede().on("/api/products/" + sku));
                most = Math.max(most, log.naming(sku) - before);
            }
        }
        report.target(
                "queries for %d requests at once for one cold product, most of 5 runs"
                        .formatted(Stampede.VISITORS),
                Long.toString(most),
                "%d, one for each instance".formatted(instances),
                most <= instances);
        report.figure("these requests", Figures.of(all).text());
        assertThat(most).as("0 would mean that nothing was counted").isPositive();
    }

    @Test
    @Order(8)
    @Tag("hot-reads")
    void hardlyAsksRedisForWhatIsHot() {
        String path = "/api/products/" + catalogue.sku(0);
        Client client = new Client();
        Recording recording = new Recording();
        long before;
        try (OpenLoop _ =
                OpenLoop.at(
                        100,
                        planned -> read(client, path, planned, recording),
                        recording::dropped)) {
            after(Duration.ofSeconds(3));
            before = RedisNodes.operations();
            after(Duration.ofSeconds(10));
        }
        long operations = RedisNodes.operations() - before;
        report.target(
                "Redis operations for 1,000 hot reads",
                Long.toString(operations),
                "50",
                operations <= 50);
    }

    private static void read(Client client, String path, long planned, Recording recording) {
        recording.begin(planned);
        recording.end(planned, Sample.of("hot", planned, client.get(path, Duration.ofSeconds(5))));
    }
}
