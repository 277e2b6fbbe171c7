package io.everstore.local.replay;

import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Call;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.replay.invoices.Invoice.Sale;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Places one sale: sends it, and sends it again under the same key until an answer is certain or
 * time is up.
 */
final class Placement {

    private static final JsonMapper JSON = new JsonMapper();

    private final ShopClient shop;
    private final ReplaySettings settings;
    private final Backoff backoff;
    private final Timeline timeline;
    private final Ledger ledger;
    private final Tally tally;
    private final BooleanSupplier stopped;

    Placement(
            ShopClient shop,
            ReplaySettings settings,
            Backoff backoff,
            Timeline timeline,
            Ledger ledger,
            Tally tally,
            BooleanSupplier stopped) {
        this.shop = shop;
        this.settings = settings;
        this.backoff = backoff;
        this.timeline = timeline;
        this.ledger = ledger;
        this.tally = tally;
        this.stopped = stopped;
    }

    /** Returns when the outcome is in the ledger and in the tally. */
    void place(String key, Sale sale, long planned) {
        var call =
                Call.of("POST", "/api/orders", settings.timeout())
                        .with("Idempotency-Key", key)
                        .withJson(body(sale));
        var deadline = System.nanoTime() + settings.giveUp().toNanos();
        var arrivedBefore = false;
        for (int attempts = 1; ; attempts++) {
            var sent = System.nanoTime();
            var answer = shop.send(call);
            var answered = System.nanoTime();
            tally.answered(attempts, answer);
            var wait = backoff.after(attempts, asked(answer));
            var over = stopped.getAsBoolean() || answered + wait.toNanos() - deadline > 0;
            var outcome = Judgement.of(answer, arrivedBefore, over);
            if (outcome instanceof Outcome.Placed) {
                tally.acknowledged(planned);
            }
            var line = line(key, sale, planned, sent, answered, attempts, answer, outcome);
            if (outcome != null) {
                ledger.appendDurably(line);
                tally.finished(key, outcome);
                return;
            }
            // Not waited for: the last line of the sale comes after it, and that one is.
            var _ = ledger.append(line);
            arrivedBefore |= Judgement.mayHaveArrived(answer);
            Timeline.awaitNanos(answered + wait.toNanos());
        }
    }

    private static String body(Sale sale) {
        var json = JSON.createObjectNode();
        var lines = json.putArray("lines");
        sale.lines()
                .forEach(
                        (sku, pieces) -> lines.addObject().put("sku", sku).put("quantity", pieces));
        return json.toString();
    }

    private static Duration asked(Answer answer) {
        return answer instanceof Answer.Received received ? received.retryAfter() : Duration.ZERO;
    }

    private Attempt line(
            String key,
            Sale sale,
            long planned,
            long sent,
            long answered,
            int attempts,
            Answer answer,
            @Nullable Outcome outcome) {
        var received = answer instanceof Answer.Received r ? r : null;
        var placed = outcome instanceof Outcome.Placed p ? p : null;
        return new Attempt(
                key,
                sale.invoice(),
                timeline.at(planned),
                timeline.at(sent),
                timeline.at(answered),
                placed != null ? "ok" : Judgement.mayHaveArrived(answer) ? "unknown" : "fail",
                received == null ? 0 : received.status(),
                placed == null ? null : placed.orderId(),
                attempts,
                outcome != null,
                outcome == null ? null : outcome.word(),
                received == null ? null : received.header("everstore-served-by").orElse(null),
                placed == null ? answer.reason() : null);
    }
}
