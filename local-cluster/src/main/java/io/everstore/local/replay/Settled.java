package io.everstore.local.replay;

import java.util.List;
import java.util.Map;

/**
 * The last status seen of each acknowledged order.
 *
 * @param rejected by reason
 * @param placed still waiting for the stock
 * @param missing acknowledged, but the shop says that there is no such order: a broken promise
 * @param unasked the shop gave no answer about them
 * @param sum of all of these
 * @param addsUp true if the sum is the number of acknowledged orders
 * @param missingIds the first 20
 */
public record Settled(
        long confirmed,
        Map<String, Long> rejected,
        long cancelled,
        long placed,
        long queued,
        long missing,
        long unasked,
        long sum,
        boolean addsUp,
        List<String> missingIds) {

    boolean complete() {
        return addsUp && placed + queued + missing + unasked == 0;
    }
}
