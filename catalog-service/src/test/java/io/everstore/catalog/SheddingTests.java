package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More to do than can be done: who is refused, and who is not. */
class SheddingTests extends RunningService {

    private static final int LIMIT = 10;

    private static OtherInstance small;

    @BeforeAll
    static void startASmallInstance() {
        small =
                OtherInstance.start(
                        "everstore.catalog.admission.most=" + LIMIT,
                        "everstore.catalog.admission.least=" + LIMIT,
                        "everstore.catalog.origin.deadline=60s",
                        // As the deadline: whoever waits goes on waiting, however slow the machine.
                        "spring.datasource.url=jdbc:postgresql://${POSTGRES_HOSTS}/catalog?socketTimeout=60",
                        "everstore.catalog.page-cache.near-fresh=1h");
    }

    @AfterAll
    static void stopIt() {
        small.close();
    }

    @Test
    void refusesBrowsersBeforeCheckouts() throws Exception {
        String hot = "/api/products/" + product("Lantern", "Lamps", "2.50", 5);
        assertThat(small.get(hot).status()).isEqualTo(200);
        List<Future<Answer>> browsers = new ArrayList<>();
        try (var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            try (Connection database = Surroundings.POSTGRES.database("catalog").getConnection();
                    var statement = database.createStatement()) {
                database.setAutoCommit(false);
                List<String> cold = new ArrayList<>();
                for (int i = 0; i < LIMIT; i++) {
                    cold.add("/api/products/" + product("Cold lantern", "Lamps", "2.50", 5));
                }
                statement.execute("lock table product in access exclusive mode");
                cold.forEach(path -> browsers.add(customers.submit(() -> small.get(path))));

                Answer refused =
                        await().until(() -> small.get(hot), answer -> answer.status() != 200);

                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.problem()).isEqualTo("overloaded");
                assertThat(refused.header("Retry-After")).isEqualTo("1");
                assertThat(refused.header("Everstore-Served-By")).isNotEmpty();
                assertThat(small.get(hot, "Everstore-Purpose", "checkout").status()).isEqualTo(200);
                // Browsers say this of whatever they load first.
                assertThat(small.get(hot, "Priority", "u=0").problem()).isEqualTo("overloaded");
                assertThat(small.get("/readyz").status()).isEqualTo(200);
                database.rollback();
            }
            for (Future<Answer> browser : browsers) {
                assertThat(browser.get().status()).isEqualTo(200);
            }
        }
        assertThat(small.get(hot).status()).isEqualTo(200);
        assertThat(shed("browse")).isGreaterThanOrEqualTo(2);
        assertThat(shed("checkout")).isZero();
    }

    private static double shed(String importance) {
        return small.bean(MeterRegistry.class)
                .counter("catalog.requests.shed", "importance", importance)
                .count();
    }
}
