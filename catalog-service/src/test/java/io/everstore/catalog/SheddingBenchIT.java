package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.catalog.Stopwatch.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Figures of refusing: {@code ./mvnw -Pbench -pl catalog-service -am verify
 * -Dit.test=SheddingBenchIT}. An instance has its hands full with pages that a locked table holds
 * back, and customers go on coming, whether they are answered or not. A refusal is timed from the
 * planned moment of the request to the last byte of its 503. Prints them and writes {@code
 * target/bench-catalog-shedding.md}; refuses only what no machine excuses.
 */
class SheddingBenchIT extends RunningService {

    /** Requests in progress at most; small, so that few are held back. */
    private static final int LIMIT = 10;

    /** Requests per second, three times what two cores were seen to answer in all. */
    private static final int RATE = Integer.getInteger("bench.rate", 1_000);

    /** Nobody waits longer than 10 s for a page ({@code Pages}), and then the instance has room. */
    private static final int SECONDS = 5;

    private static OtherInstance small;

    @BeforeAll
    static void startASmallInstance() {
        small =
                OtherInstance.start(
                        "everstore.catalog.admission.most=" + LIMIT,
                        "everstore.catalog.admission.least=" + LIMIT,
                        "everstore.catalog.origin.deadline=120s",
                        "spring.datasource.url=jdbc:postgresql://${POSTGRES_HOSTS}/catalog?socketTimeout=120",
                        "everstore.catalog.page-cache.near-fresh=1h");
    }

    @AfterAll
    static void stopIt() {
        small.close();
    }

    @Test
    void measures() throws Exception {
        String hot = "/api/products/" + product("Lantern", "Lamps", "2.50", 5);
        assertThat(small.get(hot).status()).isEqualTo(200);
        whileItIsFull(hot, new Stopwatch("warm-up"));
        Stopwatch browsers = new Stopwatch("a browser is refused");
        whileItIsFull(hot, browsers);
        report(browsers.figures());
    }

    private void whileItIsFull(String hot, Stopwatch refusals) throws Exception {
        List<String> cold = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            cold.add("/api/products/" + product("Cold lantern", "Lamps", "2.50", 5));
        }
        List<Future<Answer>> held = new ArrayList<>();
        try (var customers = Executors.newVirtualThreadPerTaskExecutor();
                Connection database = Surroundings.POSTGRES.database("catalog").getConnection();
                var statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute("lock table product in access exclusive mode");
            cold.forEach(path -> held.add(customers.submit(() -> small.get(path))));
            await().until(() -> small.get(hot).status() == 503);
            offer(hot, refusals);
            database.rollback();
        }
        for (Future<Answer> answer : held) {
            assertThat(answer.get().status()).isEqualTo(200);
        }
    }

    /** An open loop: nobody waits for anybody's answer. */
    private static void offer(String path, Stopwatch refusals) {
        long start = System.nanoTime();
        try (var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RATE * SECONDS; i++) {
                long planned = start + i * 1_000_000_000L / RATE;
                for (long left = planned - System.nanoTime();
                        left > 0;
                        left = planned - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                customers.execute(
                        () ->
                                refusals.since(
                                        planned,
                                        () -> assertThat(small.get(path).status()).isEqualTo(503)));
            }
        }
    }

    private static void report(Figures refused) throws IOException {
        List<String> report =
                List.of(
                        "# Refusing at %,d requests/s with %d in progress".formatted(RATE, LIMIT),
                        "",
                        "%s %s, %d processors, the customers in the same JVM"
                                .formatted(
                                        System.getProperty("os.name"),
                                        System.getProperty("os.arch"),
                                        Runtime.getRuntime().availableProcessors()),
                        "",
                        Figures.HEAD,
                        refused.toString());
        report.forEach(System.out::println);
        Files.write(Path.of("target/bench-catalog-shedding.md"), report);
        assertThat(refused.times()).isEqualTo(RATE * SECONDS);
        assertThat(refused.p99()).as("ms; 50 are wanted").isLessThan(1_000);
    }
}
