package io.everstore.local.failover;

import java.util.List;
import java.util.SplittableRandom;

/**
 * All that is random in one simulated schedule; the seed also decides what goes wrong how often.
 */
final class Chance {

    private static final double[] RATES = {0, 0.003, 0.02, 0.06};

    private final SplittableRandom random;
    private final double killRate;
    private final double diskRate;
    private final double fenceRate;
    private final double disturbRate;
    private final double faultRate;
    private boolean isCalm;

    Chance(long seed) {
        random = new SplittableRandom(seed);
        killRate = RATES[random.nextInt(RATES.length)];
        diskRate = RATES[random.nextInt(RATES.length)];
        fenceRate = RATES[random.nextInt(3)] / 2;
        faultRate = 0.01 + random.nextDouble() * random.nextDouble() / 3;
        disturbRate = 5 * RATES[random.nextInt(RATES.length)];
    }

    /** With calm there are no faults. */
    void calm(boolean calm) {
        isCalm = calm;
    }

    boolean isCalm() {
        return isCalm;
    }

    boolean coin() {
        return random.nextBoolean();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean isFault() {
        return happens(faultRate);
    }

    boolean diskFails() {
        return happens(diskRate);
    }

    boolean fenceFails() {
        return happens(fenceRate);
    }

    /** Whether the world goes on between two calls of the supervisor. */
    boolean disturbs() {
        return happens(disturbRate);
    }

    boolean happens(double rate) {
        return !isCalm && rate > 0 && random.nextDouble() < rate;
    }

    void maybeKillTheSupervisor() {
        if (happens(killRate)) {
            throw new SupervisorKilled();
        }
    }
}
