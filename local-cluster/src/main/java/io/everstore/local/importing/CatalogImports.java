package io.everstore.local.importing;

import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Call;
import io.everstore.local.importing.shop.Problem;
import io.everstore.local.importing.shop.ShopClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * The catalogue's side of an import: opened, filled batch by batch, then committed as one
 * transaction or aborted. Every call may be repeated: a batch replaces itself, a commit that has
 * happened answers the same again, and an import that was opened twice leaves an empty one behind.
 */
final class CatalogImports {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(3);
    private static final int TRIES_TO_ABORT = 3;

    /** A row that the shop did not take. */
    record Rejected(long line, String field, String reason) {}

    private final ShopClient shop;
    private final Backoff backoff;

    CatalogImports(ShopClient shop, Backoff backoff) {
        this.shop = shop;
        this.backoff = backoff;
    }

    /** Opens an import and returns its id. */
    String open(Duration patience) {
        var call = Call.of("POST", "/api/imports", TIMEOUT).withJson("{}");
        var opened = untilCertain("open an import", patience, call, Answer.Received::ok);
        return opened.json().path("id").asString();
    }

    /** Hands a batch over and returns the rows that the shop did not take. */
    List<Rejected> put(String id, Batch batch, Duration patience) {
        var call =
                Call.of("PUT", path(id) + "/batches/" + batch.number(), TIMEOUT)
                        .withBody("application/x-ndjson", batch.toNdjson());
        var taken =
                untilCertain("take batch " + batch.number(), patience, call, Answer.Received::ok);
        return taken.json()
                .path("rejected")
                .valueStream()
                .map(
                        row ->
                                new Rejected(
                                        row.path("line").asLong(0),
                                        row.path("field").asString("row"),
                                        row.path("reason").asString("was not taken by the shop")))
                .toList();
    }

    /**
     * Makes all batches visible at once. The shop answers 202 while it is still at work, and the
     * result when it is asked again.
     */
    Ending.Committed commit(String id, int initialStock, Duration patience) {
        var call =
                Call.of("POST", path(id) + "/commit", TIMEOUT)
                        .withJson("{\"initialStock\":%d}".formatted(initialStock));
        var answer = untilCertain("commit the import", patience, call, CatalogImports::committed);
        return Ending.Committed.from(answer.json());
    }

    /** Gives the import up, and finds out whether that came too late. */
    Ending abort(String id) {
        for (int tries = 1; tries <= TRIES_TO_ABORT; tries++) {
            var answer = shop.send(Call.of("DELETE", path(id), ABORT_TIMEOUT));
            if (answer instanceof Answer.Received gone && (gone.ok() || gone.status() == 404)) {
                return new Ending.Aborted();
            }
            if (shop.send(Call.of("GET", path(id), ABORT_TIMEOUT)) instanceof Answer.Received seen
                    && committed(seen)) {
                return Ending.Committed.from(seen.json());
            }
            pause(backoff.after(tries, Duration.ZERO));
        }
        return new Ending.Unknown();
    }

    private Answer.Received untilCertain(
            String step, Duration patience, Call call, Predicate<Answer.Received> done) {
        var deadline = System.nanoTime() + patience.toNanos();
        for (int tries = 1; ; tries++) {
            var answer = shop.send(call);
            if (Thread.interrupted()) {
                throw ImportBroken.byUser();
            }
            if (answer instanceof Answer.Received received) {
                if (done.test(received)) {
                    return received;
                }
                refuse(step, received);
            }
            if (System.nanoTime() - deadline > 0) {
                throw ImportBroken.afterWaiting(step, patience, answer.reason());
            }
            pause(backoff.after(tries, asked(answer)));
        }
    }

    private static boolean committed(Answer.Received answer) {
        return answer.ok() && answer.json().path("state").asString("").equals("COMMITTED");
    }

    private static void refuse(String step, Answer.Received answer) {
        var problem = Problem.of(answer);
        var closed = problem.type().equals("import-closed");
        if (closed || !(answer.ok() || answer.passing())) {
            throw ImportBroken.byRefusal(step, problem);
        }
    }

    private static Duration asked(Answer answer) {
        return answer instanceof Answer.Received received ? received.retryAfter() : Duration.ZERO;
    }

    private static String path(String id) {
        return "/api/imports/" + id;
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException _) {
            throw ImportBroken.byUser();
        }
    }
}
