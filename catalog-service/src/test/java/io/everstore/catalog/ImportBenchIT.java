package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.catalog.Stopwatch.Figures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Figures of importing a million products: {@code ./mvnw -Pbench -pl catalog-service -am verify
 * -Dit.test=ImportBenchIT}. Over HTTP in the batches that {@code ./everstore import} sends, while
 * one reader looks at products. Prints them and writes {@code target/bench-catalog-import.md};
 * refuses only what no machine excuses.
 */
class ImportBenchIT extends RunningService {

    private static final int PRODUCTS = Integer.getInteger("bench.products", 1_000_000);
    private static final long SEED = Long.getLong("bench.seed", 42);

    /** As the command sends them. */
    private static final int BATCH = 5_000;

    private static final Duration LONGEST = Duration.ofMinutes(20);

    private final List<String> report = new ArrayList<>();

    @Test
    void measures() throws Exception {
        say("# Importing %,d products (seed %d)".formatted(PRODUCTS, SEED));
        say("");
        say(
                "%s %s, %d processors, PostgreSQL %s (one server, fsync %s, shared_buffers %s); client, service, and a Kafka broker in one JVM of %d MiB"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors(),
                                setting("server_version"),
                                setting("fsync"),
                                setting("shared_buffers"),
                                Runtime.getRuntime().maxMemory() >> 20));
        say("");
        say(
                "| rows | sent in s | committed in s | rows/s in all | heap after GC, MiB | JVM, MiB | PostgreSQL, MiB |");
        say("|---|---|---|---|---|---|---|");
        List<String> reads = new ArrayList<>();
        run("new, to warm up", PRODUCTS / 10, "created", reads, false);
        run("new", PRODUCTS, "created", reads, true);
        awaitFacts(reads);
        run("unchanged", PRODUCTS, "unchanged", reads, true);
        say("");
        say(Figures.HEAD);
        reads.forEach(this::say);
        Files.write(Path.of("target/bench-catalog-import.md"), report);
        assertThat(drifting()).isZero();
    }

    private void run(String what, int rows, String outcome, List<String> reads, boolean isAll)
            throws Exception {
        String seen = product("Lantern", "Lamps", "2.50", 1);
        Stopwatch reader = new Stopwatch("a product page, while importing: " + what);
        Answer committed;
        long start = System.nanoTime();
        double sent;
        PeakMemory memory =
                PeakMemory.watch(db.sql("select pg_backend_pid()").query(Long.class).single());
        try (memory;
                var _ = new Reader(reader, () -> get("/api/products/" + seen))) {
            String id = post("/api/imports", "").text("$.id");
            send(id, isAll ? "ALL" : "TENTH", rows);
            sent = (System.nanoTime() - start) / 1e9;
            committed = commit(id);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(committed.number("$." + outcome)).isEqualTo(rows);
        say(
                "| %,d, %s | %.1f | %.1f | %,.0f | %s |"
                        .formatted(
                                rows,
                                what,
                                sent,
                                seconds - sent,
                                rows / seconds,
                                memory.figures()));
        reads.add(reader.figures().toString());
    }

    private void send(String id, String prefix, int rows) {
        GeneratedCatalogue catalogue = new GeneratedCatalogue(SEED);
        StringBuilder batch = new StringBuilder();
        for (int number = 1; number <= rows; number++) {
            GeneratedCatalogue.Row row = catalogue.row(number);
            batch.append(
                    "{\"line\":%d,\"sku\":\"%s-%s\",\"name\":\"%s\",\"description\":\"%s\",\"category\":\"%s\",\"price\":\"%s\",\"stock\":%d}%n"
                            .formatted(
                                    number,
                                    prefix,
                                    row.sku(),
                                    row.name(),
                                    row.description(),
                                    row.category(),
                                    row.price(),
                                    row.quantity()));
            if (number % BATCH == 0 || number == rows) {
                stage(id, (number + BATCH - 1) / BATCH, batch.toString());
                batch.setLength(0);
            }
        }
    }

    private void stage(String id, int number, String rows) {
        Answer staged =
                put(
                        "/api/imports/%s/batches/%d".formatted(id, number),
                        rows,
                        "Content-Type",
                        "application/x-ndjson");
        assertThat(staged.text("$.rejected")).isEqualTo("[]");
    }

    private Answer commit(String id) {
        return await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> post("/api/imports/" + id + "/commit", "{\"initialStock\":500}"),
                        answer -> answer.status() == 200);
    }

    /** The rest of the shop hears of it by and by. */
    private void awaitFacts(List<String> reads) {
        long start = System.nanoTime();
        await().atMost(LONGEST)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () ->
                                !db.sql("select exists (select from outbox)")
                                        .query(Boolean.class)
                                        .single());
        reads.add(
                "| all facts are in Kafka, after the commit | 1 | %1$.0f | %1$.0f | %1$.0f |"
                        .formatted((System.nanoTime() - start) / 1e6));
    }

    /** Asks as the command does, part by part. */
    private long drifting() {
        long checked = 0;
        long drifting = 0;
        String next = "";
        while (!next.equals("null")) {
            Answer part = get("/api/stock/drift?after=" + next);
            checked += part.number("$.checked");
            drifting += part.texts("$.items[*].sku").size();
            next = part.text("$.next");
        }
        assertThat(checked).isGreaterThanOrEqualTo(PRODUCTS);
        return drifting;
    }

    private String setting(String name) {
        return String.valueOf(db.sql("show " + name).query().singleValue());
    }

    private void say(String line) {
        System.out.println(line);
        report.add(line);
    }

    /** Looks at one page twenty times a second, more or less. */
    private static final class Reader implements AutoCloseable {

        private final Random random = new Random(SEED);
        private final Thread thread;

        Reader(Stopwatch stopwatch, Runnable read) {
            thread = Thread.startVirtualThread(() -> go(stopwatch, read));
        }

        private void go(Stopwatch stopwatch, Runnable read) {
            try {
                while (true) {
                    Thread.sleep(random.nextInt(100));
                    stopwatch.time(read);
                }
            } catch (InterruptedException | IllegalStateException _) {
                // The import is over.
            }
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }
}
