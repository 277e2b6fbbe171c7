package io.everstore.gateway.balancing;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one request of a route may take.
 *
 * @param deadline for the whole request, the second try included. Has to be shorter than the
 *     patience of the client (storefront: 6 s), else the client gives up before it hears of our
 *     failure. Too small: slow but good answers are thrown away.
 * @param tryTimeout for the first try of a request that may be repeated. Has to leave enough of the
 *     deadline for the second try, which gets all that is left. Too small: instances that are
 *     merely slow are asked twice and ejected. Too large: a frozen instance costs its clients that
 *     much time.
 * @param longestPause before a second try; how long it is in fact is left to chance. Default 20 ms.
 *     Too small: what met a dying instance comes to the next one as a wave. Too large: the client
 *     notices.
 */
public record RouteLimits(
        Duration deadline, Duration tryTimeout, @DefaultValue("20ms") Duration longestPause) {

    public RouteLimits {
        if (tryTimeout.compareTo(deadline) >= 0) {
            throw new IllegalArgumentException(
                    "the first try ("
                            + tryTimeout
                            + ") leaves no time for a second: deadline "
                            + deadline);
        }
    }
}
