package io.everstore.order.confirmation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long an order may wait for the catalog.
 *
 * @param answerWithin after which a placed order without any answer is rejected; default 24 h.
 *     Shorter, and an outage of Kafka or the catalog costs orders; longer, and customers wait for
 *     what will not come.
 * @param checkEvery between two looks for such orders, on each instance; default 1 min. Shorter
 *     burns queries, longer adds to the wait.
 * @param batch orders that one transaction rejects; default 100. Fewer, and a great many take long;
 *     more, and their rows are locked for longer than a customer's request waits.
 */
@ConfigurationProperties("everstore.confirmation")
record TimeLimitSettings(
        @DefaultValue("24h") Duration answerWithin,
        @DefaultValue("1m") Duration checkEvery,
        @DefaultValue("100") int batch) {

    TimeLimitSettings {
        if (!answerWithin.isPositive() || !checkEvery.isPositive() || batch < 1) {
            throw new IllegalArgumentException(
                    "everstore.confirmation: answer-within, check-every and batch are positive");
        }
    }
}
