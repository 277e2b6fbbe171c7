package io.everstore.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchTests extends RunningService {

    private final String category = "Search " + UUID.randomUUID();

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
        String lantern = product("Red paper lantern", category, "2.50", 1);
        String butterfly = product("Butterfly garland", category, "2.50", 1);

        assertThat(found("lantren")).contains(lantern);
        assertThat(found("buterfly")).containsExactly(butterfly);
        assertThat(found("buttrefly garlnad")).containsExactly(butterfly);
        assertThat(found("xyzzyplugh")).isEmpty();
    }

    @Test
    void findsAProductByItsNumber() {
        String sku =
                "85123A-" + UUID.randomUUID().toString().substring(0, 4).toUpperCase(Locale.ROOT);
        product(sku, "Heart holder", category, "2.55", 1);

        assertThat(found(sku)).containsExactly(sku);
        assertThat(found("85123a")).containsExactly(sku);
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
                        .mapToObj(i -> product("Lantern " + i, category, i % 4 + ".00", 1))
                        .toList();

        for (String query : List.of("lantern", "lantren")) {
            assertThat(allPages(query, 4)).containsExactlyInAnyOrderElementsOf(words);
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
