package io.everstore.local.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Call;
import io.everstore.local.importing.shop.Problem;
import io.everstore.local.importing.shop.ShopClient;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One comparison of all stock, some products at a time. To be run once. */
final class StockCheck {

    /**
     * Enough to see what is wrong; a shop in which all of a million drift fits into memory, too.
     */
    static final int MOST_SHOWN = 10_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(12);

    private final ShopClient shop;
    private final Backoff backoff;
    private final Duration patience;
    private final List<Drift> shown = new ArrayList<>();
    private volatile long checked;
    private volatile long drifting;

    /**
     * A comparison that has not begun.
     *
     * @param patience how long a request without an answer is repeated; too short and a fail-over
     *     of the database ends the comparison, too long and a shop that is gone holds the user up
     */
    StockCheck(ShopClient shop, Backoff backoff, Duration patience) {
        this.shop = shop;
        this.backoff = backoff;
        this.patience = patience;
    }

    /**
     * Compares everything.
     *
     * @throws NotCompared if the shop does not answer, or does not want to
     */
    DriftReport run() {
        @Nullable String after = "";
        while (after != null) {
            after = take(ask(after));
        }
        return new DriftReport(checked, drifting, shown);
    }

    /** For people: how far it has come. */
    String progress() {
        return "%,d products compared, %,d do not add up".formatted(checked, drifting);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread, read by the progress line
    private @Nullable String take(JsonNode comparison) {
        checked += comparison.path("checked").asLong();
        var items = comparison.path("items");
        drifting += items.size();
        items.valueStream().limit(MOST_SHOWN - shown.size()).map(Drift::from).forEach(shown::add);
        var next = comparison.path("next");
        return next.isString() ? next.asString() : null;
    }

    private JsonNode ask(String after) {
        var path = "/api/stock/drift?after=" + URLEncoder.encode(after, UTF_8);
        var deadline = System.nanoTime() + patience.toNanos();
        for (int tries = 1; ; tries++) {
            var answer = shop.send(Call.of("GET", path, TIMEOUT));
            var wait = Duration.ZERO;
            if (answer instanceof Answer.Received received) {
                if (received.ok() && received.json().path("items").isArray()) {
                    return received.json();
                }
                if (!received.ok() && !received.passing()) {
                    throw NotCompared.byRefusal(Problem.of(received).toString());
                }
                wait = received.retryAfter();
            }
            if (System.nanoTime() - deadline > 0) {
                throw NotCompared.afterWaiting(patience, answer.reason());
            }
            pause(backoff.after(tries, wait));
        }
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException _) {
            throw NotCompared.byUser();
        }
    }
}
