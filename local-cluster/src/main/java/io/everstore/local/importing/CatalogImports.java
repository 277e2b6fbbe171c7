package io.everstore.local.importing;

import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Call;
import io.everstore.local.importing.shop.Problem;
import io.everstore.local.importing.shop.ShopClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The catalogue's side of an import: opened, filled batch by batch, then committed as one
 * transaction or aborted. Every call may be repeated: a batch replaces itself, a commit that has
 * happened answers the same again, and an import that was opened twice leaves an empty one behind.
 */
final class CatalogImports {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration COMMIT_TIMEOUT = Duration.ofMinutes(5);
    private static final int TRIES_TO_ABORT = 3;

    /** A row that the shop did not take. */
    record Rejected(long line, String field, String reason) {}

    /** What a commit did, in products. */
    record Committed(long created, long updated, long unchanged) {

        private static Committed from(JsonNode json) {
            return new Committed(
                    json.path("created").asLong(0),
                    json.path("updated").asLong(0),
                    json.path("unchanged").asLong(0));
        }
    }

    /** How an import that was broken off has ended. */
    enum Ending {
        /** Nothing is loaded. */
        ABORTED,
        /** The commit had happened all the same: everything is loaded. */
        COMMITTED,
        /** The shop could not be asked. */
        UNKNOWN
    }

    private final ShopClient shop;
    private final Backoff backoff;

    CatalogImports(ShopClient shop, Backoff backoff) {
        this.shop = shop;
        this.backoff = backoff;
    }

    /** Opens an import and returns its id. */
    String open(Duration patience) {
        var call = Call.of("POST", "/api/imports", TIMEOUT).withJson("{}");
        var opened = untilCertain("open an import", patience, () -> shop.send(call));
        return opened.json().path("id").asString();
    }

    /** Hands a batch over and returns the rows that the shop did not take. */
    List<Rejected> put(String id, Batch batch, Duration patience) {
        var call =
                Call.of("PUT", path(id) + "/batches/" + batch.number(), TIMEOUT)
                        .withBody("application/x-ndjson", batch.toNdjson());
        var taken = untilCertain("take batch " + batch.number(), patience, () -> shop.send(call));
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

    /** Makes all batches visible at once. After a lost answer it looks before it asks again. */
    Committed commit(String id, int initialStock, Duration patience) {
        var call =
                Call.of("POST", path(id) + "/commit", shorter(patience, COMMIT_TIMEOUT))
                        .withJson("{\"initialStock\":%d}".formatted(initialStock));
        var lookFirst = new boolean[1];
        var committed =
                untilCertain(
                        "commit the import",
                        patience,
                        () -> {
                            var before =
                                    lookFirst[0] ? look(id) : Optional.<Answer.Received>empty();
                            lookFirst[0] = true;
                            return before.isPresent() ? before.get() : shop.send(call);
                        });
        return Committed.from(committed.json());
    }

    /** Gives the import up, and finds out whether that came too late. */
    Ending abort(String id) {
        for (int tries = 1; tries <= TRIES_TO_ABORT; tries++) {
            var answer = shop.send(Call.of("DELETE", path(id), Duration.ofSeconds(3)));
            if (answer instanceof Answer.Received(int status, _, _)
                    && (status / 100 == 2 || status == 404)) {
                return Ending.ABORTED;
            }
            if (look(id).isPresent()) {
                return Ending.COMMITTED;
            }
            pause(backoff.after(tries, Duration.ZERO));
        }
        return Ending.UNKNOWN;
    }

    /** The answer of a commit that has happened already. */
    private Optional<Answer.Received> look(String id) {
        return shop.send(Call.of("GET", path(id), shorter(TIMEOUT, Duration.ofSeconds(5))))
                                instanceof Answer.Received seen
                        && seen.ok()
                        && seen.json().path("state").asString("").equals("COMMITTED")
                        && seen.json().has("created")
                ? Optional.of(seen)
                : Optional.empty();
    }

    private Answer.Received untilCertain(String step, Duration patience, Supplier<Answer> call) {
        var deadline = System.nanoTime() + patience.toNanos();
        for (int failures = 1; ; failures++) {
            var answer = call.get();
            if (Thread.interrupted()) {
                throw ImportBroken.byUser();
            }
            if (answer instanceof Answer.Received received) {
                if (received.ok()) {
                    return received;
                }
                if (!received.passing()) {
                    throw ImportBroken.byRefusal(step, Problem.of(received));
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw ImportBroken.afterWaiting(step, patience, answer.reason());
            }
            pause(backoff.after(failures, asked(answer)));
        }
    }

    private static Duration asked(Answer answer) {
        return answer instanceof Answer.Received received ? received.retryAfter() : Duration.ZERO;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
