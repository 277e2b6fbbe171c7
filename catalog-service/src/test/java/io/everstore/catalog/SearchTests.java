package io.everstore.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.catalog.caching.PageKind;
import io.everstore.catalog.caching.Pages;
import io.everstore.catalog.product.ProductFact;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SearchTests extends RunningService {

    private final String category = "Search " + UUID.randomUUID();

    @Autowired private Pages pages;

    @Test
    void findsWholeAndUnfinishedAndInflectedWords() {
        String lantern = product("Red paper lantern", category, "2.50", 1);
        product("Blue candle", category, "1.00", 1);

        for (String query : List.of("lantern", "LANTERNS", "lant", "red lan", "paper, red!")) {
            assertThat(found(query)).as(query).containsExactly(lantern);
        }
    }

    @Test
    void forgivesMisspelledWords() {
        String lantern = announced("Red paper lantern", "2.50");
        String butterfly = announced("Butterfly garland", "2.50");

        awaitFound("lantren", lantern);
        awaitFound("buterfly", butterfly);
        awaitFound("buttrefly garlnad", butterfly);
        awaitFound("butterfly garlnad", butterfly);
        assertThat(found("xyzzyplugh")).isEmpty();
    }

    @Test
    void findsAProductByItsNumber() {
        String sku =
                "85123A-" + UUID.randomUUID().toString().substring(0, 4).toUpperCase(Locale.ROOT);
        product(sku, "Heart holder", category, "2.55", 1);

        assertThat(found(sku)).containsExactly(sku);
        assertThat(found(sku.toLowerCase(Locale.ROOT) + " ")).containsExactly(sku);
        assertThat(found("85123a")).containsExactly(sku);
    }

    @Test
    void findsNumbersWhoseEndIsItselfANumber() {
        int number = 1_000 + new Random().nextInt(9_000);
        String sku = "85123A-" + number;
        product(sku, "Heart holder", category, "2.55", 1);
        String boxed = sku + " B";
        product(boxed, "Heart holder in a box", category, "3.55", 1);

        assertThat(found(sku)).containsExactly(sku);
        assertThat(found("85123a-" + number / 100)).containsExactly(sku, boxed);
        assertThat(found("85123a heart")).containsExactly(sku, boxed);
    }

    @Test
    void putsWholeWordsBeforeBeginnings() {
        String lampshade = product("Lampshade", category, "1.00", 1);
        String lamp = product("Lamp", category, "9.00", 1);
        String blue = product("Blue lamp", category, "5.00", 1);

        assertThat(found("lamp")).containsExactly(blue, lamp, lampshade);
        assertThat(found("lamp blue")).containsExactly(blue);
    }

    @Test
    void putsTheMostRelevantFirstAndThenTheCheapest() {
        String costly = product("Lantern", category, "9.00", 1);
        String cheap = product("Lantern", category, "1.00", 1);
        String mentioned = product("Candle", category, "0.50", 1);
        db.sql("update product set description = 'fits a lantern' where sku = ?")
                .param(mentioned)
                .update();

        assertThat(found("lantern")).containsExactly(cheap, costly, mentioned);
    }

    @Test
    void showsEachMatchOnceOverAllPages() {
        List<String> words =
                IntStream.range(0, 17)
                        .mapToObj(i -> announced("Lantern " + i, i % 4 + ".00"))
                        .toList();
        awaitFound("lantren", words.toArray(String[]::new));

        for (String query : List.of("lantern", "lantren", "lan")) {
            assertThat(allPages(query, 4))
                    .as(query)
                    .containsExactlyInAnyOrderElementsOf(words)
                    .isEqualTo(found(query));
        }
    }

    @Test
    void takesOperatorsAndMarksForWhatTheyAreInAShop() {
        String lantern = product("Lantern", category, "2.50", 1);

        for (String query :
                List.of("lantern & !", "lantern:*", "'lantern", "lantern | (", "%lantern\\")) {
            assertThat(found(query)).as(query).containsExactly(lantern);
        }
        assertThat(found("!!! ???")).as("no word: everything").containsExactly(lantern);
        assertThat(found("the")).as("a stop word").isEmpty();
    }

    /** A new product of which everybody has heard, as after an import. */
    private String announced(String name, String price) {
        String sku = product(name, category, price, 1);
        String fact =
                """
                {"sku":"%s","name":"%s","category":"Lamps","price":{"amount":"%s","currency":"GBP"},
                 "available":true,"version":1}
                """
                        .formatted(sku, name, price);
        Events.on(ProductFact.TOPIC).send(UUID.randomUUID(), sku, ProductFact.TYPE, fact);
        return sku;
    }

    private void awaitFound(String query, String... skus) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(
                        () -> {
                            pages.changed(PageKind.LIST);
                            assertThat(found(query)).containsExactlyInAnyOrder(skus);
                        });
    }

    private List<String> found(String query) {
        return search(query, 100, "").texts("$.items[*].sku");
    }

    private List<String> allPages(String query, int limit) {
        List<String> found = new ArrayList<>();
        String next = "";
        do {
            Answer page = search(query, limit, next);
            found.addAll(page.texts("$.items[*].sku"));
            next = page.text("$.next");
        } while (!next.equals("null"));
        return found;
    }

    private Answer search(String query, int limit, String after) {
        return get(
                "/api/products?limit=%d&query=%s&category=%s%s"
                        .formatted(
                                limit,
                                URLEncoder.encode(query, UTF_8),
                                URLEncoder.encode(category, UTF_8),
                                after.isEmpty() ? "" : "&after=" + after));
    }
}
