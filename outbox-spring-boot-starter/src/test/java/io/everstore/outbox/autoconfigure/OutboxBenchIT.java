package io.everstore.outbox.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.outbox.Servers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * Figures of the relay, with a PostgreSQL that syncs to disk and a broker. Run it on an idle
 * machine: {@code ./mvnw -Pbench -pl outbox-spring-boot-starter -am verify}. It prints them and
 * writes {@code target/bench-outbox.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxBenchIT {

    /** Five events each of 50 orders a second, the peak that the shop is made for. */
    private static final int EVENTS_PER_SECOND = 250;

    private static final int SECONDS = Integer.getInteger("bench.seconds", 30);
    private static final int IMPORTED = Integer.getInteger("bench.rows", 1_000_000);
    private static final int BATCH = Integer.getInteger("bench.batch", 500);

    private final List<String> figures = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private EmbeddedKafkaBroker kafka;

    @BeforeAll
    void start() throws Exception {
        postgres = EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
        kafka = Servers.startKafka(new EmbeddedKafkaKraftBroker(1, 1));
        kafka.addTopics(topic("answers"), topic("imported"));
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, 6, (short) 1);
    }

    @AfterAll
    void stop() throws Exception {
        Files.write(Path.of("target/bench-outbox.md"), report());
        kafka.destroy();
        postgres.close();
    }

    private List<String> report() {
        List<String> lines = new ArrayList<>();
        lines.add("| what | measured | target |");
        lines.add("|---|---|---|");
        lines.addAll(figures);
        lines.add("");
        lines.add(
                "%d cores, Java %s, a broker and PostgreSQL on the same machine."
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                Runtime.version().feature()));
        lines.forEach(System.out::println);
        return lines;
    }

    @Test
    void commitToBroker() throws Exception {
        String url = database("latency");
        try (var one = instance(url).start();
                var two = instance(url).start();
                var arrivals = new Arrivals(kafka.getBrokersAsString(), "answers")) {
            send(arrivals, one, two, EVENTS_PER_SECOND, Duration.ofSeconds(5), "warm");
            arrivals.awaitAll();
            arrivals.forget();
            send(arrivals, one, two, EVENTS_PER_SECOND, Duration.ofSeconds(SECONDS), "event");
            arrivals.awaitAll();
            figures.add(
                    "| COMMIT sent until a consumer has it, %d events/s, open loop, %d s, 2 relays | %s | p99 100 ms |"
                            .formatted(EVENTS_PER_SECOND, SECONDS, arrivals.percentiles()));
        }
    }

    @Test
    void drain() throws Exception {
        String url = database("drain");
        JdbcTemplate jdbc = new JdbcTemplate(postgres.getDatabase("postgres", "drain"));
        jdbc.update(
                """
                insert into outbox (event_id, topic, aggregate_key, type, source, data, created_at)
                select gen_random_uuid(), 'imported', 'sku-' || n, 'product.v1', '/bench',
                       '{"sku":"sku-' || n || '","name":"' || repeat('x', 200) || '","price":"9.99"}', now()
                from generate_series(1, ?) n
                """,
                IMPORTED);
        try (var one = instance(url);
                var two = instance(url);
                var arrivals = new Arrivals(kafka.getBrokersAsString(), "answers")) {
            long began = System.nanoTime();
            one.start();
            two.start();
            int seconds = 0;
            do {
                send(arrivals, one, two, 50, Duration.ofSeconds(2), "during-" + seconds);
                seconds += 2;
            } while (exists(jdbc));
            double took = (System.nanoTime() - began) / 1e9;
            arrivals.awaitAll();
            assertThat(one.rows()).isZero();
            figures.add(
                    "| drain of %,d events of an import, 2 relays, batches of %d | %,.0f/s, %.1f times the peak of %d/s | 20,000/s; 5 times |"
                            .formatted(
                                    IMPORTED,
                                    BATCH,
                                    IMPORTED / took,
                                    IMPORTED / took / EVENTS_PER_SECOND,
                                    EVENTS_PER_SECOND));
            figures.add(
                    "| meanwhile 50 events/s on another topic, COMMIT sent until a consumer has it | %s | p99 1 s |"
                            .formatted(arrivals.percentiles()));
        }
    }

    private static boolean exists(JdbcTemplate jdbc) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(
                        "select exists (select from outbox where topic = 'imported')",
                        Boolean.class));
    }

    private String database(String name) {
        new JdbcTemplate(postgres.getPostgresDatabase()).execute("create database " + name);
        String url = postgres.getJdbcUrl("postgres", name);
        Instance.migrate(url);
        return url;
    }

    private Instance instance(String url) {
        return new Instance(url, kafka.getBrokersAsString(), Duration.ofMillis(200), BATCH);
    }

    /** Open loop: an event that is late does not make the next one late. */
    private static void send(
            Arrivals arrivals, Instance one, Instance two, int rate, Duration time, String name)
            throws InterruptedException {
        long events = rate * time.toSeconds();
        long start = System.nanoTime();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < events; n++) {
                TimeUnit.NANOSECONDS.sleep(start + n * 1_000_000_000L / rate - System.nanoTime());
                Instance instance = n % 2 == 0 ? one : two;
                String key = name + "-" + n;
                clients.execute(
                        () ->
                                instance.transactions.executeWithoutResult(
                                        _ -> {
                                            instance.outbox.append("answers", key, "test.v1", key);
                                            arrivals.committing(key);
                                        }));
            }
        }
    }
}
