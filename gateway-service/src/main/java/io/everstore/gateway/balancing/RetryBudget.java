package io.everstore.gateway.balancing;

import java.util.function.LongSupplier;

/**
 * Limits retries to a share of the requests. Without it, a service that is slow under load would
 * get every request twice and stay slow. Each request pays a fraction of a retry in, each retry
 * takes one out; a small income per second lets a lone failure be retried even when there is hardly
 * any traffic.
 */
final class RetryBudget {

    private final BalancingSettings settings;
    private final LongSupplier nanoTime;
    private double saved;
    private long lastIncome;

    /**
     * Starts full.
     *
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    RetryBudget(BalancingSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.saved = settings.retryBurst();
        this.lastIncome = nanoTime.getAsLong();
    }

    /** A request, not a retry, has been received. */
    synchronized void payIn() {
        save(settings.retryShare());
    }

    /** Returns whether a retry is affordable; it is then paid for. */
    synchronized boolean tryTake() {
        long now = nanoTime.getAsLong();
        save((now - lastIncome) / 1e9 * settings.retriesPerSecond());
        lastIncome = now;
        if (saved < 1) {
            return false;
        }
        saved -= 1;
        return true;
    }

    private void save(double amount) {
        saved = Math.min(settings.retryBurst(), saved + amount);
    }
}
