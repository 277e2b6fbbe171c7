package io.everstore.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.catalog.limited.LimitedListings;
import io.everstore.catalog.limited.LimitedPage;
import io.everstore.catalog.paging.Cursors;
import io.everstore.catalog.product.ProductFact;
import io.everstore.servers.PostgresServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Browsing and searching when all of PostgreSQL is gone and no cache has the answer. */
class LimitedSearchTests {

    private static final String JDBC =
            "jdbc:postgresql://127.0.0.1:%d/catalog?connectTimeout=1&loginTimeout=1&socketTimeout=2";

    private final String category = "Limited " + UUID.randomUUID();
    private PostgresServer database;
    private Gate gate;
    private OtherInstance instance;

    @BeforeEach
    void startAnInstanceWithADatabaseOfItsOwn() throws IOException {
        Surroundings.start();
        database = Surroundings.furnished(PostgresServer.startHere(Map.of()));
        MigrateDatabase.migrate("127.0.0.1:" + database.port(), "", "owner");
        gate = new Gate(database::port);
        String url = JDBC.formatted(gate.port());
        instance =
                OtherInstance.start(
                        "spring.datasource.url=" + url, "everstore.catalog.standby.url=" + url);
    }

    @AfterEach
    void stopIt() throws IOException {
        instance.close();
        gate.close();
        database.close();
    }

    /** SIGKILL to the server; its children follow. */
    private void killDatabase() throws SQLException {
        try (var connection = database.database("postgres").getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_read_file('postmaster.pid')")) {
            assertThat(row.next()).isTrue();
            long pid = Long.parseLong(row.getString(1).lines().findFirst().orElseThrow());
            assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        }
    }

    @Test
    void findsWhatItHeardOfAndSaysThatThisIsNotAll() throws SQLException {
        fact("LIM-" + number(1), "Red paper lantern", "9.00", true);
        fact("LIM-" + number(2), "Paper lanterns, blue", "2.50", false);
        fact("LIM-" + number(3), "Candle", "1.00", true);
        awaitHeard(3);
        killDatabase();

        Answer answer = search("lantern");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("$.limited")).isEqualTo("true");
        assertThat(answer.text("$.next")).isEqualTo("null");
        assertThat(answer.header("Cache-Status")).isEqualTo("everstore-facts; hit; detail=limited");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.texts("$.items[*].name"))
                .as("the whole word before its beginning")
                .containsExactly("Red paper lantern", "Paper lanterns, blue");
        assertThat(answer.texts("$.items[*].price.amount")).containsExactly("9.0", "2.5");
        assertThat(answer.texts("$.items[*].available")).containsExactly("1", "0");

        assertThat(names("LANTERNS red")).containsExactly("Red paper lantern");
        assertThat(names("lantren")).containsExactly("Paper lanterns, blue", "Red paper lantern");
        assertThat(names("lim-" + number(3).toLowerCase(Locale.ROOT))).containsExactly("Candle");
        assertThat(names("saucepan")).isEmpty();
        assertThat(names("lantern & ! (")).hasSize(2);
    }

    @Test
    void showsAProductThatItHeardOfAndDeniesNone() {
        fact("LIM-" + number(1), "Red paper lantern", "9.00", true);
        awaitHeard(1);
        gate.shut();

        Answer answer = instance.get("/api/products/LIM-" + number(1));
        Answer other = instance.get("/api/products/LIM-" + number(2));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("$.name")).isEqualTo("Red paper lantern");
        assertThat(answer.text("$.price.amount")).isEqualTo("9.0");
        assertThat(answer.text("$.limited")).isEqualTo("true");
        assertThat(answer.header("Cache-Status")).isEqualTo("everstore-facts; hit; detail=limited");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(other.status()).as("not known is not the same as not there").isEqualTo(503);
    }

    @Test
    void browsesWhatItHeardOf() {
        IntStream.range(0, 5).forEach(i -> fact("LIM-" + number(i), "Mug " + i, "1.00", true));
        awaitHeard(5);
        gate.shut();

        Answer shelf = browse("&limit=3");
        assertThat(shelf.text("$.limited")).isEqualTo("true");
        assertThat(shelf.texts("$.items[*].name")).containsExactly("Mug 0", "Mug 1", "Mug 2");

        String cursor =
                instance.bean(Cursors.class)
                        .of("browse\n" + category, List.of("Mug 2", "LIM-" + number(2)));
        Answer rest = browse("&limit=3&after=" + cursor);
        assertThat(rest.status()).isEqualTo(200);
        assertThat(rest.texts("$.items[*]")).isEmpty();
    }

    @Test
    void followsChangesAndSaysNothingOfLimitsOnceTheDatabaseIsBack() throws IOException {
        String sku = "LIM-" + number(1);
        fact(sku, "Lantern", "9.00", true);
        fact(sku, "Lampshade", "8.00", true);
        awaitHeard(1);
        gate.shut();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(names("lamp")).containsExactly("Lampshade"));
        assertThat(names("lantern")).isEmpty();

        gate.open();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            Answer whole = search("lampshade");
                            assertThat(whole.status()).isEqualTo(200);
                            assertThat(whole.body()).doesNotContain("limited");
                        });
    }

    private String number(int i) {
        return category.substring(8, 16).toUpperCase(Locale.ROOT) + "-" + i;
    }

    private void fact(String sku, String name, String price, boolean available) {
        String fact =
                """
                {"sku":"%s","name":"%s","category":"%s","price":{"amount":"%s","currency":"GBP"},
                 "available":%s,"version":1}
                """
                        .formatted(sku, name, category, price, available);
        Events.on(ProductFact.TOPIC).send(UUID.randomUUID(), sku, ProductFact.TYPE, fact);
    }

    /** Asks memory alone, so that no page of these products is in a cache. */
    private void awaitHeard(int products) {
        LimitedListings memory = instance.bean(LimitedListings.class);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> memory.browse(category, 100).map(LimitedPage::items),
                        found -> found.isPresent() && found.get().size() == products);
    }

    private List<String> names(String query) {
        return search(query).texts("$.items[*].name");
    }

    private Answer search(String query) {
        return browse("&query=" + URLEncoder.encode(query, UTF_8));
    }

    private Answer browse(String more) {
        return instance.get("/api/products?category=" + URLEncoder.encode(category, UTF_8) + more);
    }
}
