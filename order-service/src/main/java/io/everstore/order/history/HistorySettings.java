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
 * @param glance the same while the database is known to commit nothing; default 200 ms. It may
 *     still answer readers: a primary without its standbys does. Shorter, and a busy one does not;
 *     longer, and everybody waits for it in vain when it is really gone.
 */
@ConfigurationProperties("everstore.history")
record HistorySettings(
        @DefaultValue("1s") Duration patience, @DefaultValue("200ms") Duration glance) {

    HistorySettings {
        if (!glance.isPositive() || glance.compareTo(patience) > 0) {
            throw new IllegalArgumentException(
                    "everstore.history: 0 < glance (%s) <= patience (%s)"
                            .formatted(glance, patience));
        }
    }
}
