package io.everstore.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.catalog.Stopwatch.Figures;
import io.everstore.catalog.caching.PageKind;
import io.everstore.catalog.caching.Pages;
import io.everstore.catalog.paging.Cursors;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Figures of browsing and searching a million products: {@code ./mvnw -Pbench -pl catalog-service
 * -am verify}. One client, over HTTP, warm, no page from a cache. Prints them and writes {@code
 * target/bench-catalog-search.md}; refuses only what no machine excuses.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchBenchIT extends RunningService {

    private static final int PRODUCTS = Integer.getInteger("bench.products", 1_000_000);
    private static final long SEED = Long.getLong("bench.seed", 42);
    private static final int TIMES = Integer.getInteger("bench.times", 200);
    private static final int DEEP = 10_000;

    private final Random random = new Random(SEED);
    private final GeneratedCatalogue catalogue = new GeneratedCatalogue(SEED);
    private final List<String> report = new ArrayList<>();

    @Autowired private Pages pages;
    @Autowired private Cursors cursors;

    @BeforeAll
    void load() throws SQLException, IOException {
        long start = System.nanoTime();
        try (Connection connection = Surroundings.POSTGRES.database("catalog").getConnection()) {
            CatalogueLoad.load(connection, catalogue, PRODUCTS);
        }
        say("# Browsing and searching %,d products (seed %d)".formatted(PRODUCTS, SEED));
        say("");
        say(
                "%s %s, %d processors, PostgreSQL %s, one client, warm, nothing from a cache; loaded in %d s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors(),
                                db.sql("show server_version").query().singleValue(),
                                (System.nanoTime() - start) / 1_000_000_000));
        say("");
    }

    @Test
    void measures() throws IOException {
        say(Figures.HEAD);
        double all = deepAgainstFirst("all products", "browse", "", 24);
        double shelf = deepAgainstFirst("a category", "browse\nLighting", "&category=Lighting", 12);
        List<String> common = GeneratedCatalogue.commonWords();
        List<String> things = GeneratedCatalogue.things();
        search("a rare word", catalogue.rareWords());
        search("a common word", common);
        search("a thing", things);
        search("a beginning", beginnings(common));
        search("a misspelled word", misspelled(common));
        search("a misspelled rare word", misspelled(catalogue.rareWords()));
        search("two words", pairs(common, things));
        search("a word of descriptions", List.of("dishwasher", "candles", "evenings", "present"));
        search("words that never meet", List.of("lantern saucepan", "mug chandelier"));
        inCategory("a thing on its shelf", things, true);
        inCategory("a thing on another shelf", things, false);
        inCategory("a common word on a shelf", common, false);
        searchDeep();
        measure("categories", TIMES, _ -> "/api/categories");
        say("");
        say(
                "page 10,000 / page 1, medians: all products %.2f, a category %.2f"
                        .formatted(all, shelf));
        Files.write(Path.of("target/bench-catalog-search.md"), report);

        assertThat(List.of(all, shelf)).allSatisfy(ratio -> assertThat(ratio).isLessThan(2));
    }

    /** In turns, so that what else the machine does hits both. */
    private double deepAgainstFirst(String what, String scope, String narrowed, int limit) {
        Stopwatch first = new Stopwatch("page 1 of " + what);
        Stopwatch deep = new Stopwatch("page 10,000 of " + what);
        List<String> starts = cursors(scope, narrowed, 0, limit);
        List<String> deeps = cursors(scope, narrowed, (DEEP - 1) * limit, limit);
        for (int i = 0; i < 2 * TIMES; i++) {
            String path = "/api/products?limit=%d%s&after=".formatted(limit, narrowed);
            String a = path + starts.get(i % starts.size());
            String b = path + deeps.get(i % deeps.size());
            if (i < TIMES / 2) {
                read(a);
                read(b);
            } else {
                time(first, a);
                time(deep, b);
            }
        }
        return say(deep).median() / say(first).median();
    }

    /** Of fifty pages from a position on: the same one again and again would be too easy. */
    private List<String> cursors(String scope, String narrowed, int offset, int limit) {
        String category = narrowed.isEmpty() ? "" : "where category = 'Lighting'";
        return db
                .sql(
                        "select name, sku from product %s order by name, sku offset ? limit ?"
                                .formatted(category))
                .params(offset, 50 * limit)
                .query((row, _) -> List.of(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .map(position -> cursors.of(scope, position))
                .gather(java.util.stream.Gatherers.windowFixed(limit))
                .map(List::getFirst)
                .toList();
    }

    private void search(String what, List<String> queries) {
        measure(what, queries.size(), i -> "/api/products?query=" + encoded(queries.get(i)));
    }

    private void inCategory(String what, List<String> words, boolean own) {
        List<String> shelves = words.stream().map(word -> shelf(word, own)).toList();
        measure(
                what,
                words.size(),
                i ->
                        "/api/products?query=%s&category=%s"
                                .formatted(encoded(words.get(i)), encoded(shelves.get(i))));
    }

    private String shelf(String word, boolean own) {
        List<String> shelves = List.of("Home", "Garden", "Kitchen", "Lighting");
        return own ? GeneratedCatalogue.shelfOf(word) : shelves.get(random.nextInt(shelves.size()));
    }

    /** Page by page into the matches of a common word. */
    private void searchDeep() {
        Stopwatch later = new Stopwatch("pages 2 to 200 of a common word");
        for (String word : List.of("vintage", "lantern")) {
            String path = "/api/products?limit=24&query=" + word;
            String next = get(path).text("$.next");
            for (int page = 2; page <= 200; page++) {
                pages.changed(PageKind.LIST);
                String here = path + "&after=" + next;
                Answer[] answer = new Answer[1];
                later.time(() -> answer[0] = get(here));
                next = answer[0].text("$.next");
            }
        }
        say(later);
    }

    private void measure(String what, int paths, java.util.function.IntFunction<String> path) {
        Stopwatch stopwatch = new Stopwatch(what);
        IntStream.range(0, Math.min(paths, TIMES)).forEach(i -> read(path.apply(i)));
        IntStream.range(0, TIMES).forEach(i -> time(stopwatch, path.apply(i % paths)));
        say(stopwatch);
    }

    private void time(Stopwatch stopwatch, String path) {
        pages.changed(PageKind.LIST);
        stopwatch.time(() -> read(path));
    }

    private void read(String path) {
        Answer answer = get(path);
        assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
    }

    private List<String> beginnings(List<String> words) {
        return words.stream()
                .map(word -> word.substring(0, 1 + random.nextInt(word.length() - 1)))
                .toList();
    }

    /** Two letters swapped. */
    private List<String> misspelled(List<String> words) {
        return words.stream()
                .map(
                        word -> {
                            int i = 1 + random.nextInt(word.length() - 2);
                            return word.substring(0, i)
                                    + word.charAt(i + 1)
                                    + word.charAt(i)
                                    + word.substring(i + 2);
                        })
                .toList();
    }

    private List<String> pairs(List<String> ones, List<String> others) {
        return IntStream.range(0, TIMES)
                .mapToObj(i -> ones.get(i % ones.size()) + " " + others.get(i % others.size()))
                .toList();
    }

    private Figures say(Stopwatch stopwatch) {
        Figures figures = stopwatch.figures();
        say(figures.toString());
        return figures;
    }

    private void say(String line) {
        System.out.println(line);
        report.add(line);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
