package io.everstore.gateway.backpressure;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Holds requests back in proportion to what the service refuses: adaptive throttling as in Google's
 * SRE book, chapter "Handling Overload". Refusing costs an overloaded service work as well; so of
 * what it would refuse anyway, most is refused here.
 *
 * <p>What counts is what is over, not what is under way: else a sudden rush to a service that is
 * well would look like one to a service that accepts nothing.
 */
final class Throttle {

    private static final int SLOTS = 8;

    private final BackpressureSettings settings;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final long slotNanos;
    private final long[] wanted = new long[SLOTS];
    private final long[] accepted = new long[SLOTS];
    private long present;

    Throttle(BackpressureSettings settings, RandomGenerator random, LongSupplier nanoTime) {
        this.settings = settings;
        this.random = random;
        this.nanoTime = nanoTime;
        this.slotNanos = settings.throttleWindow().toNanos() / SLOTS;
        this.present = Math.floorDiv(nanoTime.getAsLong(), slotNanos);
    }

    /** Whether to ask the service; then {@link #ended} has to follow. */
    synchronized boolean lets() {
        int slot = slot();
        double heldBack = heldBackShare();
        if (heldBack > 0 && random.nextDouble() < heldBack) {
            wanted[slot]++;
            return false;
        }
        return true;
    }

    /** A request that was sent is over. */
    synchronized void ended(boolean wasAccepted) {
        int slot = slot();
        wanted[slot]++;
        accepted[slot] += wasAccepted ? 1 : 0;
    }

    /** Of what comes next, 0 to 1. */
    synchronized double heldBackShare() {
        int slot = slot();
        long allWanted = 0;
        long allAccepted = 0;
        for (int i = 0; i < SLOTS; i++) {
            allWanted += wanted[(slot + i) % SLOTS];
            allAccepted += accepted[(slot + i) % SLOTS];
        }
        double excess = allWanted - settings.excess() * allAccepted - settings.throttleFrom();
        return Math.clamp(excess / (allWanted + 1), 0, settings.mostHeldBack());
    }

    /** The slot of this moment; those of the time without requests are emptied. */
    private int slot() {
        long now = Math.floorDiv(nanoTime.getAsLong(), slotNanos);
        for (long empty = Math.max(present + 1, now - SLOTS + 1); empty <= now; empty++) {
            wanted[Math.floorMod(empty, SLOTS)] = 0;
            accepted[Math.floorMod(empty, SLOTS)] = 0;
        }
        present = Math.max(present, now);
        return Math.floorMod(present, SLOTS);
    }
}
