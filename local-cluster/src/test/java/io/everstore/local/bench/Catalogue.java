package io.everstore.local.bench;

import io.everstore.local.acceptance.Everstore;
import io.everstore.local.audit.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;

/**
 * Products made up for the benchmark: as many as are wanted, with enough stock for any load. The
 * same number gives the same products.
 *
 * @param size the products are numbered from 0
 */
record Catalogue(int size) {

    /** More than any run sells, and what an import allows. */
    private static final String STOCK = "1000000";

    private static final List<String> COLOURS =
            List.of("amber", "blue", "coral", "green", "ivory", "olive", "plum", "rust", "teal");
    private static final List<String> THINGS =
            List.of(
                    "basket",
                    "blanket",
                    "bottle",
                    "bowl",
                    "candle",
                    "clock",
                    "cushion",
                    "kettle",
                    "lamp",
                    "mug",
                    "notebook",
                    "plate",
                    "scarf",
                    "stool",
                    "tray",
                    "vase");
    private static final int SHELVES = 40;

    String sku(int number) {
        return "BENCH-%07d".formatted(number);
    }

    /**
     * A product as customers choose: few are looked at often, most of them seldom. Half of the
     * views go to about the square root of all products.
     */
    String popularSku() {
        double chance = ThreadLocalRandom.current().nextDouble();
        return sku(Math.min(size - 1, (int) Math.pow(size, chance) - 1));
    }

    /** Any product, all as often. */
    String anySku() {
        return sku(ThreadLocalRandom.current().nextInt(size));
    }

    String anyShelf() {
        return shelf(ThreadLocalRandom.current().nextInt(SHELVES));
    }

    private static String shelf(int number) {
        return "Shelf %d".formatted(number % SHELVES);
    }

    /** What somebody types. */
    String anyWords() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String thing = THINGS.get(random.nextInt(THINGS.size()));
        return random.nextBoolean()
                ? thing
                : COLOURS.get(random.nextInt(COLOURS.size())) + " " + thing;
    }

    /** Imports them and waits until the order tier has learnt their prices. */
    void load(Everstore everstore, Databases databases) {
        try {
            Path file = Files.createTempFile("everstore-bench", ".csv");
            Files.writeString(file, csv());
            everstore.run("import", file.toString(), "--initial-stock", STOCK).succeeded();
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long products = databases.count("catalog", "select count(*) from product");
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () ->
                                databases.count("orders", "select count(*) from price_book")
                                        == products);
    }

    private String csv() {
        StringJoiner csv = new StringJoiner("\n", "sku,name,description,category,price\n", "\n");
        for (int i = 0; i < size; i++) {
            String name =
                    COLOURS.get(i % COLOURS.size())
                            + " "
                            + THINGS.get(i / COLOURS.size() % THINGS.size());
            csv.add(
                    "%s,%s no. %d,Made for a benchmark.,%s,%d.%02d"
                            .formatted(sku(i), name, i, shelf(i), 1 + i % 90, i % 100));
        }
        return csv.toString();
    }
}
