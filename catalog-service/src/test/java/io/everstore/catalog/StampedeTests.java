package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many customers want the same page at the same moment. */
class StampedeTests extends RunningService {

    private static final int CUSTOMERS = 500;
    private static final int HOT_READS = 1_000;
    private static final Pattern CALLS =
            Pattern.compile("cmdstat_(?:get|mget|set|eval)[^:]*:calls=(\\d+)");

    private static OtherInstance one;
    private static OtherInstance two;

    @BeforeAll
    static void start() {
        one = OtherInstance.start("spring.jpa.properties.hibernate.generate_statistics=true");
        two = OtherInstance.start("spring.jpa.properties.hibernate.generate_statistics=true");
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @Test
    void queriesTheDatabaseOncePerInstanceForAColdPage() throws Exception {
        String cold = "/api/products/" + product("Lantern", "Lamps", "2.50", 5);
        long before = queries(one) + queries(two);

        assertThat(answers(cold)).hasSize(CUSTOMERS).containsOnly(200);

        assertThat(queries(one) + queries(two) - before).isBetween(1L, 2L);
        assertThat(one.bean(MeterRegistry.class).counter("catalog.pages.coalesced").count())
                .isPositive();
    }

    @Test
    void queriesTheDatabaseOncePerInstanceForWhatDoesNotExist() throws Exception {
        long before = queries(one) + queries(two);

        assertThat(answers("/api/products/NO-SUCH-LANTERN")).containsOnly(404);
        Answer again = one.get("/api/products/NO-SUCH-LANTERN");

        assertThat(again.problem()).isEqualTo("unknown-sku");
        assertThat(again.header("Cache-Status")).isEqualTo("everstore-near; hit");
        assertThat(queries(one) + queries(two) - before).isBetween(1L, 2L);
    }

    @Test
    void asksRedisOnlyNowAndThenForAHotPage() {
        String hot = "/api/products/" + product("Lantern", "Lamps", "2.50", 5);
        one.get(hot);
        long before = redisCommands();

        for (int i = 0; i < HOT_READS; i++) {
            assertThat(one.get(hot).status()).isEqualTo(200);
        }

        long commands = redisCommands() - before;
        System.out.printf("Redis commands per %d hot reads: %d%n", HOT_READS, commands);
        assertThat(commands).isLessThanOrEqualTo(50);
    }

    private static List<Integer> answers(String path) throws Exception {
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            OtherInstance instance = i % 2 == 0 ? one : two;
            requests.add(() -> instance.get(path).status());
        }
        List<Integer> statuses = new ArrayList<>();
        try (var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : customers.invokeAll(requests)) {
                statuses.add(answer.get());
            }
        }
        return statuses;
    }

    /** Statements that really went to the database. */
    private static long queries(OtherInstance instance) {
        return instance.bean(EntityManagerFactory.class)
                .unwrap(SessionFactory.class)
                .getStatistics()
                .getPrepareStatementCount();
    }

    private static long redisCommands() {
        return CALLS.matcher(Surroundings.REDIS.ask(redis -> redis.info("commandstats")))
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }
}
