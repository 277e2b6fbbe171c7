package io.everstore.local.failover;

import java.time.Duration;

/**
 * How soon a server counts as lost when its process is there but does not answer.
 *
 * @param tick how often the supervisor looks (50 ms). Smaller costs CPU, larger adds to every
 *     failover from a freeze.
 * @param primarySilence how long the primary may leave a question unanswered (800 ms). Too small:
 *     failover without need on a busy machine. Too large: the time in which nobody can order.
 * @param busyGrace how much longer it may take while the kernel says that it is ready to run (3 s):
 *     then it is starved, not frozen, and another primary would starve as well.
 * @param standbySilence how long a standby may be silent (2.5 s); must exceed the second in which a
 *     live one reports. Commits go on through the other standby meanwhile.
 * @param streamLimit how long a started standby may take to stream (15 s) before it is cloned anew.
 */
record DetectorSettings(
        Duration tick,
        Duration primarySilence,
        Duration busyGrace,
        Duration standbySilence,
        Duration streamLimit) {

    static DetectorSettings standard() {
        return new DetectorSettings(
                Duration.ofMillis(50),
                Duration.ofMillis(800),
                Duration.ofSeconds(3),
                Duration.ofMillis(2500),
                Duration.ofSeconds(15));
    }
}
