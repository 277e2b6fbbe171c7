package io.everstore.gateway.admission;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Where the gateways add up what each of them counted. */
interface SharedCounts {

    /**
     * Adds to a count; fails soon if that is not possible.
     *
     * @param keep how long it has to be remembered
     * @return the whole count, of all gateways
     */
    CompletionStage<Long> add(String who, Tally.Share share, Duration keep);
}
