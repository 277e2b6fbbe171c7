package io.everstore.chaos.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What customers order: one or two things at a time, each time under a key of its own. */
final class Baskets {

    /** Longer than any first answer may take, so that its order is not under way any more. */
    private static final Duration OLD = Duration.ofSeconds(6);

    /** Of about the last minutes. */
    private static final int REMEMBERED = 1000;

    private final List<Basket> baskets = new ArrayList<>();
    private final String prefix;
    private final List<String> skus;

    /**
     * What a customer sends, once or again.
     *
     * @param customer one of the demo's, by number
     * @param planned when it was to be sent first, of {@link System#nanoTime}
     */
    record Basket(String key, int customer, String body, long planned) {}

    Baskets(String prefix, List<String> skus) {
        this.prefix = prefix;
        this.skus = skus;
    }

    synchronized Basket fill(long planned, int customers, RandomGenerator random) {
        int number = baskets.size();
        String first = skus.get(random.nextInt(skus.size()));
        String second = skus.get(random.nextInt(skus.size()));
        String lines =
                random.nextBoolean() || first.equals(second)
                        ? line(first)
                        : line(first) + "," + line(second);
        Basket basket =
                new Basket(
                        "%s%07d".formatted(prefix, number),
                        random.nextInt(customers),
                        "{\"lines\":[%s]}".formatted(lines),
                        planned);
        baskets.add(basket);
        return basket;
    }

    private static String line(String sku) {
        return "{\"sku\":\"%s\",\"quantity\":1}".formatted(sku);
    }

    /** One that was sent a while ago; none in the first seconds. */
    synchronized Optional<Basket> older(long planned, RandomGenerator random) {
        int end = baskets.size();
        while (end > 0 && planned - baskets.get(end - 1).planned() < OLD.toNanos()) {
            end--;
        }
        int choice = Math.min(end, REMEMBERED);
        return choice == 0
                ? Optional.empty()
                : Optional.of(baskets.get(end - 1 - random.nextInt(choice)));
    }

    synchronized List<Basket> all(Predicate<Basket> which) {
        return baskets.stream().filter(which).toList();
    }
}
