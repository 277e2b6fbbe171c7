package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProductTests extends RunningService {

    private static final String CHANGE =
            """
            {"name":"Blue lantern","description":"Burns all night","category":"Lamps",
             "price":{"amount":3.5,"currency":"GBP"}}
            """;

    @Test
    void showsAProductWithAllThatAPageNeeds() {
        String sku = product("Red lantern", "Lamps", "2.50", 7);

        Answer answer = get("/api/products/" + sku.toLowerCase(Locale.ROOT));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"price\":{\"amount\":2.50,\"currency\":\"GBP\"}")
                .contains("\"available\":7")
                .contains("\"version\":1")
                .contains("\"imageUrl\":\"/images/%s.svg\"".formatted(sku));
        assertThat(answer.header("ETag")).isEqualTo("\"1.7\"");
        assertThat(answer.header("Everstore-Served-By")).isEqualTo("catalog-test");
    }

    @Test
    void answersNotModifiedUntilTheStockChanges() {
        String sku = product("Red lantern", "Lamps", "2.50", 7);
        String tag = get("/api/products/" + sku).header("ETag");

        assertThat(get("/api/products/" + sku, "If-None-Match", tag).status()).isEqualTo(304);

        post("/api/products/" + sku + "/stock", "{\"delta\":-1}");

        Answer changed = get("/api/products/" + sku, "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.number("$.available")).isEqualTo(6);
    }

    @Test
    void doesNotKnowWhatDoesNotExist() {
        assertThat(get("/api/products/NO-SUCH-SKU").problem()).isEqualTo("unknown-sku");
        assertThat(get("/api/products/%C3%A4%00").status()).isIn(400, 404);
        assertThat(get("/api/products/" + "X".repeat(41)).problem()).isEqualTo("unknown-sku");
    }

    @Test
    void changesAProductAndTellsTheShop() {
        String sku = product("Red lantern", "Lamps", "2.50", 7);

        Answer changed = put("/api/products/" + sku, CHANGE, "If-Match", "\"1.7\"");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2.7\"");
        assertThat(get("/api/products/" + sku).text("$.name")).isEqualTo("Blue lantern");
        assertThat(Events.on("catalog.products").awaitOne(sku).data())
                .isEqualTo(
                        """
                        {"sku":"%s","name":"Blue lantern","category":"Lamps",\
                        "price":{"amount":"3.50","currency":"GBP"},"available":true,"version":2}\
                        """
                                .formatted(sku));
    }

    @Test
    void refusesAChangeThatDoesNotSayWhatItIsBasedOn() {
        String sku = product("Red lantern", "Lamps", "2.50", 7);

        Answer answer = put("/api/products/" + sku, CHANGE);

        assertThat(answer.status()).isEqualTo(428);
        assertThat(answer.problem()).isEqualTo("if-match-missing");
    }

    @Test
    void refusesAChangeOfAnOldVersion() {
        String sku = product("Red lantern", "Lamps", "2.50", 7);
        put("/api/products/" + sku, CHANGE, "If-Match", "\"1\"");

        for (String stale : List.of("\"1\"", "\"1.7\"", "W/\"2.7\"", "nonsense", "\"21\"")) {
            Answer answer = put("/api/products/" + sku, CHANGE, "If-Match", stale);
            assertThat(answer.status()).as(stale).isEqualTo(412);
            assertThat(answer.problem()).isEqualTo("version-conflict");
        }
    }

    @Test
    void doesNotRefuseAChangeBecauseSomethingWasSold() {
        String sku = product("Red lantern", "Lamps", "2.50", 7);
        String tag = get("/api/products/" + sku).header("ETag");
        post("/api/products/" + sku + "/stock", "{\"delta\":-3}");

        assertThat(put("/api/products/" + sku, CHANGE, "If-Match", tag).status()).isEqualTo(200);
        assertThat(stockOf(sku)).isEqualTo(4);
    }

    @Test
    void letsOneOfManyConcurrentEditorsWin() throws Exception {
        String sku = product("Red lantern", "Lamps", "2.50", 7);
        Callable<Integer> edit =
                () -> put("/api/products/" + sku, CHANGE, "If-Match", "\"1\"").status();

        try (var editors = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers =
                    editors.invokeAll(IntStream.range(0, 6).mapToObj(_ -> edit).toList());
            assertThat(answers)
                    .extracting(Future::get)
                    .containsExactlyInAnyOrder(200, 412, 412, 412, 412, 412);
        }
    }

    @Test
    void refusesBadChangesWithReasons() {
        String sku = product("Red lantern", "Lamps", "2.50", 7);
        String path = "/api/products/" + sku;

        Answer invalid =
                put(
                        path,
                        """
                        {"name":" ","description":"","category":"Lamps\\u0000",
                         "price":{"amount":-1.005,"currency":"pounds"}}
                        """,
                        "If-Match",
                        "\"1\"");
        assertThat(invalid.status()).isEqualTo(422);
        assertThat(invalid.texts("$.errors[*].field"))
                .contains("name", "category", "price.amount", "price.currency");

        assertThat(put(path, "{\"name\":", "If-Match", "\"1\"").problem())
                .isEqualTo("malformed-json");
        assertThat(
                        put(
                                        path,
                                        CHANGE.replace("{\"name\"", "{\"sku\":\"X\",\"name\""),
                                        "If-Match",
                                        "\"1\"")
                                .status())
                .isEqualTo(400);
        assertThat(put("/api/products/NO-SUCH-SKU", CHANGE, "If-Match", "\"1\"").problem())
                .isEqualTo("unknown-sku");
        assertThat(get(path).number("$.version")).isEqualTo(1);
    }
}
