package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImportTests extends RunningService {

    private final String prefix =
            UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);

    @AfterEach
    void everythingAddsUp() {
        assertThat(driftingSkus()).isZero();
    }

    @Test
    void loadsNewProductsWithStockAndTellsTheShop() {
        String id = open();
        Answer staged =
                stage(
                        id,
                        1,
                        """
                        {"line":2,"sku":"%1$s-a","name":" Lantern ","price":"2.55","currency":"GBP","stock":100}
                        {"line":3,"sku":"%1$s-B","name":"Candle","description":"A\\tb","category":"Lamps","price":"1"}
                        """
                                .formatted(prefix));
        assertThat(staged.body()).isEqualTo("{\"received\":2,\"rejected\":[]}");
        assertThat(get("/api/products/" + prefix + "-A").status()).as("not yet").isEqualTo(404);

        Answer committed = commit(id, 500);

        assertThat(committed.status()).isEqualTo(200);
        assertThat(committed.text("$.state")).isEqualTo("COMMITTED");
        assertThat(counts(committed)).isEqualTo("2 rows: 2 created, 0 updated, 0 unchanged");
        Answer lantern = get("/api/products/" + prefix + "-A");
        assertThat(lantern.text("$.name")).isEqualTo("Lantern");
        assertThat(lantern.number("$.available")).isEqualTo(100);
        assertThat(get("/api/products/" + prefix + "-B").number("$.available")).isEqualTo(500);
        assertThat(Events.on("catalog.products").awaitOne(prefix + "-B").data())
                .isEqualToIgnoringWhitespace(
                        """
                        {"sku":"%s-B","name":"Candle","category":"Lamps",
                         "price":{"amount":"1.00","currency":"GBP"},"available":true,"version":1}
                        """
                                .formatted(prefix));
    }

    @Test
    void rejectsBadRowsWithReasonsAndLoadsTheGoodOnes() {
        String id = open();
        Answer staged =
                stage(
                        id,
                        1,
                        rows(
                                "\"sku\":\"%s-OK\",\"name\":\"Lantern\",\"price\":\"0\""
                                        .formatted(prefix),
                                "\"sku\":\"X\",\"name\":\"Lantern\",\"price\":\"-2.55\"",
                                "\"sku\":\"X\",\"name\":\"Lantern\",\"price\":\"1e999999999\"",
                                "\"sku\":\"X\",\"name\":\"Lantern\",\"price\":\"2.555\"",
                                "\"sku\":\"X\",\"name\":\"Lantern\",\"price\":\"99999999999\"",
                                "\"sku\":\"X\",\"name\":\"Lantern\"",
                                "\"sku\":\"X\",\"name\":\"  \",\"price\":\"1\"",
                                "\"sku\":\"X\",\"name\":\"a\\u0000b\",\"price\":\"1\"",
                                "\"sku\":\"ä\",\"name\":\"Lantern\",\"price\":\"1\"",
                                "\"name\":\"Lantern\",\"price\":\"1\"",
                                "\"sku\":\"X\",\"name\":\"Lantern\",\"price\":\"1\",\"stock\":-1",
                                "\"sku\":\"X\",\"name\":\"Lantern\",\"price\":\"1\",\"stock\":\"many\"",
                                "\"sku\":\"X\",\"name\":\"Lantern\",\"price\":\"1\",\"currency\":\"£\"",
                                "\"sku\":\"X\",\"name\":\"%s\",\"price\":\"1\""
                                        .formatted("n".repeat(201))));

        assertThat(staged.number("$.received")).isEqualTo(14);
        assertThat(staged.texts("$.rejected[*].field"))
                .containsExactly(
                        "price",
                        "price",
                        "price",
                        "price",
                        "price",
                        "name",
                        "name",
                        "sku",
                        "sku",
                        "stock",
                        "stock",
                        "currency",
                        "name");
        assertThat(staged.text("$.rejected[0]"))
                .contains("line=2", "field=price", "reason=must not be negative");

        Answer committed = commit(id, 5);
        assertThat(counts(committed)).isEqualTo("1 rows: 1 created, 0 updated, 0 unchanged");
        assertThat(committed.number("$.rejected")).isEqualTo(13);
    }

    @Test
    void updatesWhatChangedAndLeavesTheRest() {
        String changed = product("Old name", "Lamps", "2.50", 7);
        String counted = product("Counted", "Lamps", "2.50", 7);
        String same = product("Same", "Lamps", "2.50", 7);
        String id = open();
        stage(
                id,
                1,
                rows(
                        row(changed, "New name", "2.50"),
                        row(counted, "Counted", "2.50") + ",\"stock\":3",
                        row(same, "Same", "2.5")));

        Answer committed = commit(id, 500);

        assertThat(counts(committed)).isEqualTo("3 rows: 0 created, 1 updated, 2 unchanged");
        Answer product = get("/api/products/" + changed);
        assertThat(product.text("$.name")).isEqualTo("New name");
        assertThat(product.text("$.category")).as("not given, so kept").isEqualTo("Lamps");
        assertThat(product.number("$.version")).isEqualTo(2);
        assertThat(get("/api/products/" + same).number("$.version")).isEqualTo(1);
        assertThat(List.of(stockOf(changed), stockOf(counted), stockOf(same)))
                .containsExactly(7, 3, 7);
    }

    @Test
    void takesTheLastLineOfASkuWhateverBatchItCameIn() {
        String id = open();
        stage(
                id,
                2,
                "{\"line\":30,\"sku\":\"%s\",\"name\":\"Last\",\"price\":\"3\"}".formatted(prefix));
        stage(
                id,
                1,
                """
                {"line":10,"sku":"%1$s","name":"First","price":"1"}
                {"line":20,"sku":" %2$s ","name":"Second","price":"2"}
                """
                        .formatted(prefix, prefix.toLowerCase(Locale.ROOT)));

        assertThat(counts(commit(id, 1))).isEqualTo("1 rows: 1 created, 0 updated, 0 unchanged");
        assertThat(get("/api/products/" + prefix).text("$.name")).isEqualTo("Last");
    }

    @Test
    void replacesABatchThatIsSentAgain() {
        String id = open();
        stage(id, 1, rows(row(prefix + "-WRONG", "Wrong", "1")));
        stage(id, 1, rows(row(prefix + "-A", "Lantern", "1")));
        stage(id, 1, rows(row(prefix + "-A", "Lantern", "1")));

        assertThat(get("/api/imports/" + id).number("$.received")).isEqualTo(1);
        assertThat(counts(commit(id, 1))).isEqualTo("1 rows: 1 created, 0 updated, 0 unchanged");
        assertThat(get("/api/products/" + prefix + "-WRONG").status()).isEqualTo(404);
    }

    @Test
    void commitsOnceHoweverManyAskForIt() throws Exception {
        String id = open();
        stage(id, 1, rows(row(prefix + "-A", "Lantern", "1"), row(prefix + "-B", "Candle", "2")));
        Callable<Answer> commit = () -> commit(id, 10);

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers =
                    clients.invokeAll(IntStream.range(0, 5).mapToObj(_ -> commit).toList());
            assertThat(answers)
                    .extracting(answer -> counts(answer.get()))
                    .containsOnly("2 rows: 2 created, 0 updated, 0 unchanged");
        }
        assertThat(counts(commit(id, 99))).isEqualTo("2 rows: 2 created, 0 updated, 0 unchanged");
        assertThat(get("/api/imports/" + id).text("$.state")).isEqualTo("COMMITTED");
        assertThat(stockOf(prefix + "-A")).isEqualTo(10);
        await().until(() -> stagedRows(id) == 0);
    }

    @Test
    void takesNothingMoreOnceItIsClosed() {
        String committed = open();
        commit(committed, 0);
        String aborted = open();
        stage(aborted, 1, rows(row(prefix, "Lantern", "1")));
        assertThat(delete("/api/imports/" + aborted).status()).isEqualTo(204);
        assertThat(delete("/api/imports/" + aborted).status()).as("again").isEqualTo(204);

        for (String id : List.of(committed, aborted)) {
            Answer late = stage(id, 2, rows(row(prefix, "Lantern", "1")));
            assertThat(late.status()).isEqualTo(409);
            assertThat(late.problem()).isEqualTo("import-closed");
        }
        assertThat(commit(aborted, 1).problem()).isEqualTo("import-closed");
        assertThat(delete("/api/imports/" + committed).problem()).isEqualTo("import-closed");
        assertThat(get("/api/products/" + prefix).status()).isEqualTo(404);
        await().until(() -> stagedRows(aborted) == 0);
    }

    @Test
    void dropsImportsThatNobodyCameBackFor() {
        String id = open();
        stage(id, 1, rows(row(prefix, "Lantern", "1")));
        db.sql("update import_job set opened_at = now() - interval '25 hours' where id = ?::uuid")
                .param(id)
                .update();

        open();

        assertThat(get("/api/imports/" + id).text("$.state")).isEqualTo("ABORTED");
        await().until(() -> stagedRows(id) == 0);
    }

    @Test
    void refusesWhatIsNoBatch() {
        String id = open();
        String good = row(prefix, "Lantern", "1");
        for (String bad :
                List.of(
                        "{\"line\":1,",
                        "[]",
                        "null",
                        "{\"sku\":\"X\",\"name\":\"x\",\"price\":\"1\"}",
                        "{\"line\":1,\"sku\":\"X\",\"name\":\"x\",\"price\":\"1\",\"colour\":\"red\"}",
                        "{\"line\":1,%s} {}".formatted(good))) {
            Answer answer = stage(id, 1, rows(good) + bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("malformed-json");
            assertThat(answer.text("$.detail")).contains("Row 2");
        }
        HttpRequest.Builder latin1 =
                request("/api/imports/" + id + "/batches/1")
                        .PUT(
                                BodyPublishers.ofByteArray(
                                        rows(row(prefix, "Lämpchen", "1"))
                                                .getBytes(StandardCharsets.ISO_8859_1)))
                        .header("Authorization", "Bearer " + Surroundings.TOKENS.admin());
        assertThat(send(latin1, "Content-Type", "application/x-ndjson").problem())
                .isEqualTo("malformed-json");

        assertThat(stage(id, 0, rows(good)).status()).isEqualTo(400);
        assertThat(put("/api/imports/" + id + "/batches/1", rows(good)).status()).isEqualTo(415);
        assertThat(stage(UUID.randomUUID().toString(), 1, rows(good)).problem())
                .isEqualTo("unknown-import");
        assertThat(get("/api/imports/" + id).number("$.received")).isZero();
    }

    @Test
    void refusesABatchThatIsTooLargeEvenIfItDoesNotSaySo() {
        String id = open();
        byte[] large = new byte[3 << 20];
        for (var body :
                List.of(
                        BodyPublishers.ofByteArray(large),
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))) {
            HttpRequest.Builder request =
                    request("/api/imports/" + id + "/batches/1")
                            .PUT(body)
                            .header("Authorization", "Bearer " + Surroundings.TOKENS.admin());
            Answer answer = send(request, "Content-Type", "application/x-ndjson");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.problem()).isEqualTo("body-too-large");
        }
    }

    private String open() {
        Answer opened = post("/api/imports", "");
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.text("$.state")).isEqualTo("OPEN");
        return opened.text("$.id");
    }

    private Answer stage(String id, int number, String rows) {
        return put(
                "/api/imports/%s/batches/%d".formatted(id, number),
                rows,
                "Content-Type",
                "application/x-ndjson");
    }

    private Answer commit(String id, int initialStock) {
        return post(
                "/api/imports/" + id + "/commit", "{\"initialStock\":%d}".formatted(initialStock));
    }

    private static String counts(Answer committed) {
        return "%d rows: %d created, %d updated, %d unchanged"
                .formatted(
                        committed.number("$.rows"),
                        committed.number("$.created"),
                        committed.number("$.updated"),
                        committed.number("$.unchanged"));
    }

    private static String row(String sku, String name, String price) {
        return "\"sku\":\"%s\",\"name\":\"%s\",\"price\":\"%s\"".formatted(sku, name, price);
    }

    /** One row per line, numbered from 1. */
    private static String rows(String... rows) {
        return IntStream.range(0, rows.length)
                .mapToObj(i -> "{\"line\":%d,%s}%n".formatted(i + 1, rows[i]))
                .collect(Collectors.joining());
    }

    private long stagedRows(String id) {
        return db.sql("select count(*) from import_row where import_id = ?::uuid")
                .param(id)
                .query(Long.class)
                .single();
    }
}
