package io.everstore.chaos.experiment;

import java.time.Duration;

/**
 * How many customers come, and how long they are watched without the fault.
 *
 * @param rate requests per second; too few and nobody notices a short fault, too many and the
 *     machine itself is the fault
 * @param before the hypothesis has to hold for so long before the fault
 * @param after observed at least when full redundancy is back
 */
public record Load(double rate, Duration before, Duration after) {

    /** Unless an experiment says something else. */
    public static final Load USUAL = new Load(40, Duration.ofSeconds(10), Duration.ofSeconds(12));

    private static final double MOST = 5000;

    /** Refuses what would measure nothing. */
    public Load {
        if (!(rate >= 1 && rate <= MOST)) {
            throw new IllegalArgumentException("a rate is 1 to 5000 requests a second");
        }
        if (before.toSeconds() < 5 || after.toSeconds() < 5) {
            throw new IllegalArgumentException(
                    "less than 5s before or after the fault says nothing about a steady state");
        }
    }
}
