package io.everstore.order.cancellation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a cancellation waits.
 *
 * @param patience for each answer of the database, that of COMMIT included; default 2 s. Shorter
 *     than {@code lock_timeout} (0.6 s), and an order that is just being settled looks like an
 *     outage; longer, and with the wait for a connection (1 s) it no longer fits into the gateway's
 *     deadline for orders (5 s).
 */
@ConfigurationProperties("everstore.cancellation")
record CancellationSettings(@DefaultValue("2s") Duration patience) {

    CancellationSettings {
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("everstore.cancellation.patience is positive");
        }
    }
}
