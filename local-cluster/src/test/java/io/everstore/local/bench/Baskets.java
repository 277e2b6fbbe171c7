package io.everstore.local.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What customers want: one or two things at a time, each time under a key of its own. */
final class Baskets {

    static final List<String> CUSTOMERS = List.of("alice", "bob", "replay");

    /** Longer than any first answer may take, so that its order is not under way any more. */
    private static final Duration OLD = Duration.ofSeconds(3);

    /** At 50 a second those of about the last minute. */
    private static final int REMEMBERED = 3000;

    private final List<Basket> baskets = new ArrayList<>();
    private final String run = Long.toString(System.nanoTime(), 36);
    private final Catalogue catalogue;

    /**
     * What a customer sends, once or again.
     *
     * @param planned when it was to be sent first, of {@link System#nanoTime}
     */
    record Basket(String key, String customer, String body, long planned) {}

    Baskets(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    synchronized Basket fill(long planned) {
        int number = baskets.size();
        String first = catalogue.anySku();
        String second = catalogue.anySku();
        String lines =
                number % 2 == 0 || first.equals(second)
                        ? line(first)
                        : line(first) + "," + line(second);
        Basket basket =
                new Basket(
                        "bench-%s-%08d".formatted(run, number),
                        CUSTOMERS.get(number % CUSTOMERS.size()),
                        "{\"lines\":[%s]}".formatted(lines),
                        planned);
        baskets.add(basket);
        return basket;
    }

    private static String line(String sku) {
        return "{\"sku\":\"%s\",\"quantity\":1}".formatted(sku);
    }

    /** One that was sent a while ago; null in the first seconds. */
    synchronized @Nullable Basket older(long planned) {
        int end = baskets.size();
        while (end > 0 && planned - baskets.get(end - 1).planned() < OLD.toNanos()) {
            end--;
        }
        int choice = Math.min(end, REMEMBERED);
        return choice == 0
                ? null
                : baskets.get(end - 1 - ThreadLocalRandom.current().nextInt(choice));
    }

    synchronized List<Basket> all(Predicate<Basket> which) {
        return baskets.stream().filter(which).toList();
    }
}
