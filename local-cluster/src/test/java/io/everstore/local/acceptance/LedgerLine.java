package io.everstore.local.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A line of the ledger that {@code ./everstore replay} keeps: one request and what came of it. */
public record LedgerLine(
        String key, Instant sent, Instant answered, String outcome, int status, String orderId) {

    /** Placed (201), or queued (202) and then to be found later: either is a promise. */
    boolean isOk() {
        return outcome.equals("ok");
    }

    /** No answer, or an answer that says "not now"; a refusal for good (4xx) is an answer. */
    boolean isFailed() {
        return !isOk() && (status == 0 || status >= 500 || status == 429);
    }

    /** All requests that were sent; invoices that are no sale were not. */
    static List<LedgerLine> read(Path ledger) {
        try {
            return Files.readAllLines(ledger).stream()
                    .map(Everstore.JSON::readTree)
                    .filter(
                            line ->
                                    line.path("sent").isString()
                                            && line.path("answered").isString())
                    .map(LedgerLine::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LedgerLine of(JsonNode line) {
        return new LedgerLine(
                line.path("key").asString(),
                Instant.parse(line.path("sent").asString()),
                Instant.parse(line.path("answered").asString()),
                line.path("outcome").asString(),
                line.path("status").asInt(),
                line.path("orderId").asString(""));
    }
}
