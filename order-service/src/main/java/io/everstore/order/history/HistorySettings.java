package io.everstore.order.history;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How orders are read.
 *
 * @param patience how long a reader waits for the database before the answer is what is known
 *     without it; default 1 s. Shorter, and a short failover shows; longer, and with the look at
 *     the queued orders (500 ms) the answer takes longer than 2 s.
 */
@ConfigurationProperties("everstore.history")
record HistorySettings(@DefaultValue("1s") Duration patience) {

    HistorySettings {
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("everstore.history.patience is positive");
        }
    }
}
