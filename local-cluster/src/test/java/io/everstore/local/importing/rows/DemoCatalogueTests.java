package io.everstore.local.importing.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.importing.rows.RowCheck.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The catalogue that a new shop starts with, by the rules that every import has to meet. */
class DemoCatalogueTests {

    private static final Path FILE = Path.of("src/main/resources/demo/products.jsonl");

    @Test
    void hasOnlyGoodRowsWithDistinctSkusAndNames() throws IOException {
        var products = products();
        assertThat(products).hasSizeGreaterThan(300);
        assertThat(products).extracting(Product::sku).doesNotHaveDuplicates();
        assertThat(products).extracting(Product::name).doesNotHaveDuplicates();
        assertThat(products)
                .allSatisfy(product -> assertThat(product.description()).hasSizeGreaterThan(20));
    }

    @Test
    void hasEightToTenCategoriesAndSomeScarceArticles() throws IOException {
        var products = products();
        assertThat(products.stream().map(Product::category).distinct().count()).isBetween(8L, 10L);
        assertThat(products)
                .filteredOn(product -> Objects.requireNonNullElse(product.stock(), 0) <= 3)
                .hasSizeBetween(3, 20);
    }

    @Test
    void fillsTheWindowWithoutGaps() throws IOException {
        var ranks =
                products().stream()
                        .map(Product::featuredRank)
                        .filter(Objects::nonNull)
                        .sorted()
                        .toList();
        assertThat(ranks)
                .hasSizeGreaterThanOrEqualTo(12)
                .isEqualTo(IntStream.rangeClosed(1, ranks.size()).boxed().toList());
    }

    private static List<Product> products() throws IOException {
        var products = new ArrayList<Product>();
        try (var rows = Rows.open(FILE, Map.of())) {
            for (var read = rows.next(); read != null; read = rows.next()) {
                assertThat(read).isInstanceOf(Row.class);
                var verdict = RowCheck.check((Row) read);
                assertThat(verdict).isInstanceOf(Verdict.Good.class);
                products.add(((Verdict.Good) verdict).product());
            }
        }
        return products;
    }
}
