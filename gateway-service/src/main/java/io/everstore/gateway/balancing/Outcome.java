package io.everstore.gateway.balancing;

import io.everstore.gateway.forwarding.Fault;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerResponse;

/** What one request says about the health of the instance that got it. */
enum Outcome {
    /** An answer that shows a working instance, be it 200 or 404. */
    WORKS,
    /**
     * No statement about the instance: a 503 with Retry-After is the honest answer of a healthy
     * instance whose database is away, and all its siblings would give it, too; and too few
     * connections are our own doing.
     */
    SAYS_NOTHING,
    /**
     * Another 5xx, a lost connection or no answer in time: it may be the request, so one is not
     * enough.
     */
    FAILS,
    /** The connection was refused or could not be made: nobody is there. */
    IS_AWAY;

    static Outcome of(ServerResponse answer) {
        if (answer.statusCode().isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE)
                && answer.headers().containsHeader(HttpHeaders.RETRY_AFTER)) {
            return SAYS_NOTHING;
        }
        return answer.statusCode().is5xxServerError() ? FAILS : WORKS;
    }

    static Outcome of(Fault fault) {
        return switch (fault) {
            case UNREACHABLE -> IS_AWAY;
            case CROWDED, OVERSIZED -> SAYS_NOTHING;
            case LOST, TIMED_OUT -> FAILS;
        };
    }
}
