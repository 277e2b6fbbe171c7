package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Losing the primary, and then all of PostgreSQL, as a customer sees it. */
class DatabaseLossTests extends RunningService {

    private static final String JDBC =
            "jdbc:postgresql://127.0.0.1:%d/catalog?connectTimeout=1&loginTimeout=1&socketTimeout=2";

    private Gate primary;
    private Gate standby;
    private OtherInstance instance;

    @BeforeEach
    void startAnInstanceBehindGatesOfItsOwn() throws IOException {
        primary = new Gate(Surroundings.POSTGRES::port);
        standby = new Gate(Surroundings.POSTGRES::port);
        instance = instance();
    }

    private OtherInstance instance() {
        return OtherInstance.start(
                "spring.datasource.url=" + JDBC.formatted(primary.port()),
                "everstore.catalog.page-cache.list-fresh=1s",
                "everstore.catalog.standby.url=" + JDBC.formatted(standby.port()));
    }

    @AfterEach
    void stopIt() throws IOException {
        instance.close();
        primary.close();
        standby.close();
    }

    @Test
    void readsFromAStandbyWhileThePrimaryIsLost() throws Exception {
        String cold = "/api/products/" + product("Lantern", "Lamps", "2.50", 5);
        primary.shut();

        Answer answer = instance.get(cold);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Status")).endsWith("; detail=standby");

        primary.open();
        await().atMost(Duration.ofSeconds(15))
                .until(
                        () -> {
                            String next = "/api/products/" + product("Next", "Lamps", "2.50", 5);
                            return instance.get(next)
                                    .header("Cache-Status")
                                    .endsWith("; detail=origin");
                        });
    }

    @Test
    void listsAndSearchesOnAStandbyWhileThePrimaryIsLost() {
        String shelf = UUID.randomUUID().toString();
        String sku = product("Lantern " + shelf, shelf, "2.50", 5);
        primary.shut();

        for (String cold : lists(shelf)) {
            Answer answer = instance.get(cold);

            assertThat(answer.texts("$.items[*].sku")).as(cold).containsExactly(sku);
            assertThat(answer.header("Cache-Status")).endsWith("; detail=standby");
        }
    }

    @Test
    void neverWritesOnTheStandbyPool() throws Exception {
        HikariDataSource pool = instance.bean("standbyPool", HikariDataSource.class);
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("delete from stock where sku = 'NONE'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("read-only transaction");
        }
    }

    @Test
    void showsThePagesItKnowsWithTheirAgeWhileAllOfPostgresqlIsGone() {
        String known = "/api/products/" + product("Lantern", "Lamps", "2.50", 5);
        Answer fresh = instance.get(known);
        loseDatabases();

        // Marked as out of date a moment before the loss: the last word is still better than none.
        post(known + "/stock", "{\"delta\":1}");
        Answer old = awaitStale(known);

        assertThat(old.status()).isEqualTo(200);
        assertThat(old.body()).isEqualTo(fresh.body());
        assertThat(Long.parseLong(old.header("Age"))).isGreaterThanOrEqualTo(1);
        assertThat(old.header("Cache-Control"))
                .contains("public", "stale-if-error=86400", "max-age=" + old.header("Age"));

        Answer unknown = instance.get("/api/products/NEVER-HEARD-OF");
        assertThat(unknown.status()).as("which is not the same as not there").isEqualTo(503);
        assertThat(unknown.problem()).isEqualTo("unavailable");
        assertThat(unknown.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void showsTheListsItKnowsWithTheirAgeWhileAllOfPostgresqlIsGone() {
        String shelf = UUID.randomUUID().toString();
        product("Lantern " + shelf, shelf, "2.50", 5);
        List<String> known = new ArrayList<>(lists(shelf));
        known.add("/api/categories");
        List<Answer> fresh = known.stream().map(instance::get).toList();
        loseDatabases();

        for (int i = 0; i < known.size(); i++) {
            Answer old = awaitStale(known.get(i));

            assertThat(old.status()).as(known.get(i)).isEqualTo(200);
            assertThat(old.body()).isEqualTo(fresh.get(i).body());
            assertThat(Long.parseLong(old.header("Age"))).isGreaterThanOrEqualTo(1);
        }
    }

    private static List<String> lists(String shelf) {
        return List.of("/api/products?category=" + shelf, "/api/products?query=" + shelf);
    }

    @Test
    void showsWhatRedisKnowsAfterARestartWithoutAnyDatabase() {
        String known = "/api/products/" + product("Lantern", "Lamps", "2.50", 5);
        instance.get(known);
        loseDatabases();
        instance.close();

        instance = instance();

        assertThat(instance.get(known).status()).isEqualTo(200);
    }

    @Test
    void showsWhatItHasNearWhileRedisIsGoneAsWell() throws Exception {
        String known = "/api/products/" + product("Lantern", "Lamps", "2.50", 5);
        instance.get(known);
        loseDatabases();
        Surroundings.REDIS.kill();
        try {
            assertThat(awaitStale(known).header("Cache-Status"))
                    .isEqualTo("everstore-near; hit; detail=stale");
        } finally {
            Surroundings.REDIS.startAgain();
        }
    }

    private Answer awaitStale(String path) {
        return await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> instance.get(path),
                        answer -> answer.header("Cache-Status").endsWith("; detail=stale"));
    }

    private void loseDatabases() {
        primary.shut();
        standby.shut();
    }
}
