package io.everstore.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.catalog.caching.PageKind;
import io.everstore.catalog.caching.Pages;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ListingTests extends RunningService {

    private final String category = "Shelf " + UUID.randomUUID();

    @Autowired private Pages pages;

    @Test
    void showsEachProductOfACategoryOnceWhateverThePageSize() {
        // Some share a name: only the SKU tells them apart.
        List<String> skus =
                IntStream.range(0, 23)
                        .mapToObj(i -> product("Lantern " + i / 3, category, "2.50", 1))
                        .toList();

        for (int limit : List.of(1, 5, 23, 100)) {
            assertThat(allPages("category=" + encoded(category), limit))
                    .as("limit %d", limit)
                    .containsExactlyInAnyOrderElementsOf(skus);
        }
        assertThat(
                        get("/api/products?limit=100&category=" + encoded(category))
                                .texts("$.items[*].name"))
                .isSorted();
    }

    @Test
    void keepsItsPlaceWhileOthersInsert() {
        List<String> before =
                IntStream.range(0, 6)
                        .mapToObj(i -> product("Lantern " + i, category, "2.50", 1))
                        .toList();
        Answer first = page("category=" + encoded(category), 3, "");
        product("Lantern 0 new", category, "2.50", 1);

        Answer second = page("category=" + encoded(category), 3, first.text("$.next"));

        assertThat(second.texts("$.items[*].sku")).isEqualTo(before.subList(3, 6));
        assertThat(second.text("$.next")).isEqualTo("null");
    }

    @Test
    void listsCategoriesWithCounts() {
        product("Lantern", category, "2.50", 1);
        String moving = product("Candle", category, "2.50", 1);
        assertThat(count(category)).containsExactly("2");

        db.sql("update product set category = 'Attic ' || category where sku = ?")
                .param(moving)
                .update();
        assertThat(count(category)).containsExactly("1");
        assertThat(count("Attic " + category)).containsExactly("1");

        db.sql("delete from stock_adjustment where sku = ?").param(moving).update();
        db.sql("delete from stock where sku = ?").param(moving).update();
        db.sql("delete from product where sku = ?").param(moving).update();
        assertThat(count("Attic " + category)).as("an empty shelf").isEmpty();
    }

    @Test
    void keepsTheCountsWhenTheChangesAreAddedUp() {
        product("Lantern", category, "2.50", 1);
        for (int i = 0; i < 2_001; i++) {
            db.sql("insert into category_change (category, products) values (?, ?)")
                    .params(category, i % 2 == 0 ? 1 : -1)
                    .update();
        }
        assertThat(count(category)).containsExactly("2");

        await().until(() -> changes() < 2_000);
        assertThat(count(category)).containsExactly("2");
        db.sql("insert into category_change (category, products) values (?, -1)")
                .param(category)
                .update();
    }

    private int changes() {
        return db.sql("select count(*) from category_change").query(Integer.class).single();
    }

    private List<String> count(String shelf) {
        pages.changed(PageKind.LIST);
        return get("/api/categories").texts("$.items[?(@.name=='%s')].count".formatted(shelf));
    }

    @Test
    void refusesACursorThatWasTamperedWith() {
        IntStream.range(0, 3).forEach(i -> product("Lantern " + i, category, "2.50", 1));
        String query = "category=" + encoded(category);
        String cursor = page(query, 1, "").text("$.next");

        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String changed = cursor.substring(0, i) + other + cursor.substring(i + 1);
            Answer answer = page(query, 1, changed);
            assertThat(answer.status()).as(changed).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("invalid-cursor");
        }
        for (String wrong : List.of("x", "%00", cursor + "AAAA", cursor + "=", "A".repeat(3000))) {
            assertThat(page(query, 1, wrong).problem()).as(wrong).isEqualTo("invalid-cursor");
        }
    }

    @Test
    void refusesACursorOfAnotherListing() {
        IntStream.range(0, 3).forEach(i -> product("Lantern " + i, category, "2.50", 1));
        String cursor = page("category=" + encoded(category), 1, "").text("$.next");

        assertThat(page("category=Lamps", 1, cursor).problem()).isEqualTo("invalid-cursor");
        assertThat(page("query=lantern", 1, cursor).problem()).isEqualTo("invalid-cursor");
    }

    @Test
    void refusesPagesThatAreTooSmallOrTooLarge() {
        for (String limit : List.of("0", "-1", "101", "99999999999", "ten")) {
            Answer answer = get("/api/products?limit=" + limit);
            assertThat(answer.status()).as(limit).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(get("/api/products?category=%00").status()).isEqualTo(400);
        assertThat(get("/api/products?query=" + "x".repeat(201)).status()).isEqualTo(400);
    }

    private List<String> allPages(String query, int limit) {
        List<String> found = new ArrayList<>();
        String next = "";
        do {
            Answer page = page(query, limit, next);
            assertThat(page.texts("$.items[*].sku")).hasSizeLessThanOrEqualTo(limit);
            found.addAll(page.texts("$.items[*].sku"));
            next = page.text("$.next");
        } while (!next.equals("null"));
        return found;
    }

    private Answer page(String query, int limit, String after) {
        String cursor = after.isEmpty() ? "" : "&after=" + after;
        return get("/api/products?limit=%d&%s%s".formatted(limit, query, cursor));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
