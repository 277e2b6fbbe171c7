package io.everstore.gateway.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Counts of who came how often, exchanged with the other gateways through Redis at intervals and
 * beside the requests: no request waits for Redis, and without it each gateway counts for itself.
 * What that costs is precision: through all gateways together, as many more can come as do between
 * two exchanges.
 */
final class RateLimits implements SmartLifecycle {

    private final Cache<String, Tally> tallies;
    private final RateLimitSettings settings;
    private final SharedCounts others;
    private final Clock clock;
    private @Nullable Thread exchange;

    RateLimits(RateLimitSettings settings, SharedCounts others, Clock clock) {
        this.settings = settings;
        this.others = others;
        this.clock = clock;
        this.tallies =
                Caffeine.newBuilder()
                        .maximumSize(settings.remembered())
                        .expireAfterAccess(settings.period().multipliedBy(2))
                        .build();
    }

    /**
     * Counts a request.
     *
     * @param who for all gateways the same, as {@code customer:alice}
     * @return zero if it is within the limit, else how long to wait
     */
    Duration take(String who, int limit) {
        Tally tally = tallies.get(who, _ -> new Tally(limit, settings.period().toMillis()));
        long now = clock.millis();
        return tally.take(now) ? Duration.ZERO : Duration.ofMillis(tally.waitMillis(now));
    }

    /** Tells the others what was counted here and learns what they counted. */
    void exchange() {
        tallies.asMap()
                .forEach(
                        (who, tally) -> {
                            Tally.Share share = tally.share();
                            if (share.requests() > 0) {
                                others.add(who, share, settings.period().multipliedBy(3))
                                        .whenComplete(
                                                (total, failure) -> {
                                                    if (failure == null) {
                                                        tally.shared(share, total);
                                                    } else {
                                                        tally.notShared(share);
                                                    }
                                                });
                            }
                        });
    }

    @Override
    public synchronized void start() {
        exchange = Thread.ofVirtual().name("rate-limits").start(this::exchangeAtIntervals);
    }

    private void exchangeAtIntervals() {
        while (!Thread.currentThread().isInterrupted()) {
            exchange();
            LockSupport.parkNanos(settings.exchange().toNanos());
        }
    }

    @Override
    public synchronized void stop() {
        if (exchange != null) {
            exchange.interrupt();
            exchange = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return exchange != null;
    }
}
