package io.everstore.chaos.workload;

import io.everstore.local.control.CommandFailed;
import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Call;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.probe.Await;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/**
 * What the shop has, as its customers find it.
 *
 * @param skus of products that are looked at
 * @param scarce of those that are ordered: few, so that some run out
 * @param categories in use
 * @param words of product names
 */
record Shelf(List<String> skus, List<String> scarce, List<String> categories, List<String> words) {

    private static final int ENOUGH = 300;
    private static final int SCARCE = 50;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** The shop has no products, or shows none. */
    private static final class Empty extends RuntimeException {
        private Empty(String why) {
            super("The shop shows no products: " + why);
        }
    }

    /**
     * What it has. A shop that was just started may still be getting its products.
     *
     * @param patience until it has some
     * @throws CommandFailed if it has none then, or does not say
     */
    static Shelf lookAt(ShopClient shop, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return look(shop);
            } catch (Empty empty) {
                if (System.nanoTime() - end > 0 || !Await.pause(LOOK)) {
                    throw new CommandFailed(
                            1,
                            "%s, after %d s. Load some, for instance with ./everstore import."
                                    .formatted(empty.getMessage(), patience.toSeconds()));
                }
            }
        }
    }

    private static Shelf look(ShopClient shop) {
        List<String> skus = new ArrayList<>();
        TreeSet<String> categories = new TreeSet<>();
        TreeSet<String> words = new TreeSet<>();
        String cursor = "";
        do {
            String next = cursor.isEmpty() ? "" : "&after=" + encoded(cursor);
            JsonNode page = page(shop, "/api/products?limit=100" + next);
            for (JsonNode item : page.path("items")) {
                skus.add(item.path("sku").asString());
                categories.add(item.path("category").asString(""));
                words.add(item.path("name").asString("thing").split(" ", 2)[0]);
            }
            cursor = page.path("next").asString("");
        } while (!cursor.isEmpty() && skus.size() < ENOUGH);
        if (skus.isEmpty()) {
            throw new Empty("an empty list");
        }
        return new Shelf(
                skus,
                skus.subList(0, Math.min(SCARCE, skus.size())),
                List.copyOf(categories),
                List.copyOf(words));
    }

    private static JsonNode page(ShopClient shop, String path) {
        Answer answer = shop.send(Call.of("GET", path, LIMIT));
        if (answer instanceof Answer.Received received && received.ok()) {
            return received.json();
        }
        throw new Empty(answer.reason());
    }

    /** Few products are looked at often, and most of them seldom. */
    String product(RandomGenerator random) {
        int choice = (int) Math.pow(skus.size(), random.nextDouble()) - 1;
        return "/api/products/" + encoded(skus.get(Math.clamp(choice, 0, skus.size() - 1)));
    }

    String list(RandomGenerator random) {
        String category = categories.get(random.nextInt(categories.size()));
        return "/api/products?limit=24&category=" + encoded(category);
    }

    String search(RandomGenerator random) {
        return "/api/products?limit=24&query=" + encoded(words.get(random.nextInt(words.size())));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
