package io.everstore.chaos.workload;

import io.everstore.local.importing.shop.Answer;
import java.time.Instant;

/** Tells what an answer is worth to the customer who waited for it. */
final class Judge {

    private Judge() {}

    static Request judge(Kind kind, String key, Instant planned, long micros, Answer answer) {
        return switch (answer) {
            case Answer.Received received -> received(kind, key, planned, micros, received);
            case Answer.NotSent(var why) ->
                    new Request(kind, key, planned, micros, Outcome.FAIL, 0, "", "", false, why);
            case Answer.Lost(var why) ->
                    new Request(kind, key, planned, micros, Outcome.UNKNOWN, 0, "", "", false, why);
        };
    }

    private static Request received(
            Kind kind, String key, Instant planned, long micros, Answer.Received answer) {
        boolean isWhole = answer.ok() && isWhatWasAskedFor(kind, answer);
        return new Request(
                kind,
                key,
                planned,
                micros,
                isWhole ? Outcome.OK : mayHaveHadEffect(kind, answer),
                answer.status(),
                isWhole && kind.isWrite() ? answer.json().path("id").asString("") : "",
                answer.header("everstore-served-by").orElse(""),
                answer.header("cache-status").filter(s -> s.contains("stale")).isPresent(),
                isWhole ? "" : answer.status() + " " + answer.excerpt());
    }

    /** 200 with a page that makes no sense is no success. */
    private static boolean isWhatWasAskedFor(Kind kind, Answer.Received answer) {
        return switch (kind) {
            case PRODUCT -> answer.json().path("sku").isString();
            case LIST, SEARCH -> answer.json().path("items").isArray();
            case ORDER, PLACE, AGAIN -> answer.json().path("id").isString();
        };
    }

    /** An error of a server, 503 too, does not say that nothing was done. */
    private static Outcome mayHaveHadEffect(Kind kind, Answer.Received answer) {
        boolean isOpen = kind.isWrite() && (answer.ok() || answer.status() / 100 == 5);
        return isOpen ? Outcome.UNKNOWN : Outcome.FAIL;
    }
}
