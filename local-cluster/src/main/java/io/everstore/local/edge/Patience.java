package io.everstore.local.edge;

import com.sun.net.httpserver.HttpExchange;
import java.time.Duration;
import java.util.Set;

/**
 * How long a gateway is waited for.
 *
 * @param atMost after this there is no answer
 * @param alone after this another gateway is asked instead, if there is one and a second try is
 *     left; until then the first goes on
 */
record Patience(Duration atMost, Duration alone) {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /** More than the gateways' own longest answer for browsing and orders. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    /**
     * What can be sent again is not left with a gateway that hangs: this is just more than its own
     * longest answer, and leaves the client time for another gateway's.
     */
    private static final Duration READ_TRY = Duration.ofMillis(3500);

    private static final Duration ORDER_TRY = Duration.ofMillis(4500);

    /** An import may take minutes to commit. */
    private static final Duration IMPORT_LIMIT = Duration.ofSeconds(310);

    static Patience with(HttpExchange exchange, Body body) {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/api/imports")) {
            return new Patience(IMPORT_LIMIT, IMPORT_LIMIT);
        }
        boolean mayTakeLong = path.startsWith("/api/stock");
        if (mayTakeLong || !body.isRepeatable() || !isHarmless(exchange)) {
            return new Patience(ANSWER_LIMIT, ANSWER_LIMIT);
        }
        return new Patience(ANSWER_LIMIT, path.startsWith("/api/orders") ? ORDER_TRY : READ_TRY);
    }

    /** Whether it may be carried out twice. */
    static boolean isHarmless(HttpExchange exchange) {
        return SAFE.contains(exchange.getRequestMethod())
                || exchange.getRequestHeaders().containsKey("Idempotency-Key");
    }
}
