package io.everstore.gateway.admission;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests are in progress at once.
 *
 * <p>Browsing waits for processors, here or behind, so few are enough to keep them busy. A checkout
 * may wait for a database that fails over, which costs nobody anything.
 *
 * @param browsing where the limit of browsing starts and what it never exceeds; by default 30 for
 *     each processor, which answers some 140 a second, so that whoever is let in waits some 200 ms.
 *     Too small and a rush for one page is refused; too large and, under overload, everybody waits
 *     until his time is over and nobody is served
 * @param least what it never falls below, default 20: too small and a hiccup behind refuses
 *     customers, too large and an overloaded gateway stays slow
 * @param checkouts where the limit of checkouts starts and what it never exceeds, default 600:
 *     twice what 300 orders/s keep waiting while the database fails over. Too small and these are
 *     refused; too large and an overload begins with that many who are answered too late
 * @param leastCheckouts what it never falls below, default 20: too small and it takes long to rise
 *     again, too large and on a slow machine all are answered too late and sent again, which keeps
 *     it so
 * @param lateCheckout a checkout that takes longer had to wait for a processor, default 1.5 s: that
 *     is how long an order takes at most when its database hangs. Shorter and a failover refuses
 *     customers, longer and those who wait behind it have gone
 * @param waiting how many may wait for somebody of their kind to be finished, default 100; the last
 *     to come are the first to be let in, as they have waited least. Too few and an instance that
 *     restarts refuses customers, too many and those who will be refused all wait for it
 * @param patience how long they wait, default 1 s: a hiccup is over by then, an overload is not.
 *     Too short and a hiccup refuses customers, too long and it takes long to be refused
 */
@Validated
@ConfigurationProperties("everstore.shedding")
record SheddingSettings(
        @Nullable @Min(1) Integer browsing,
        @DefaultValue("20") @Min(1) int least,
        @DefaultValue("600") @Min(1) int checkouts,
        @DefaultValue("20") @Min(1) int leastCheckouts,
        @DefaultValue("1500ms") Duration lateCheckout,
        @DefaultValue("100") @Min(1) int waiting,
        @DefaultValue("1s") Duration patience) {

    private static final int BROWSING_PER_PROCESSOR = 30;

    int most() {
        int most =
                browsing == null
                        ? BROWSING_PER_PROCESSOR * Runtime.getRuntime().availableProcessors()
                        : browsing;
        return Math.max(most, least);
    }
}
