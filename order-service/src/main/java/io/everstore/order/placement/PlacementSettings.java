package io.everstore.order.placement;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a customer waits for the database, and how this fits the times around it. From the
 * inside out (checked by {@code TimeoutBudgetTests} on the real files):
 *
 * <pre>
 * wait for the same key elsewhere      0.6 s  lock_timeout of every session
 * wait for the database alone          0.8 s  deadline; then the intake is asked as well
 * word of the brokers                  0.7 s  everstore.intake.send-timeout
 * the whole answer, from the arrival   1.5 s  answer; it has room for the two above
 * gateway's first try                  2 s    on /api/orders
 * get a connection from the pool       1 s    spring.datasource.hikari.connection-timeout
 * connect to one host                  1 s    connectTimeout in the JDBC URL
 * an attempt nobody waits for any more 3 s    twice the answer: it begins within, and so does its wait
 * gateway's route                      4 s    two tries on /api/orders
 * half-open connection, any statement  5 s    socketTimeout in the JDBC URL, for all but placements
 * frozen instance loses its locks      5 s    idle_in_transaction_session_timeout
 * </pre>
 *
 * <p>While the database is known to be away nobody waits for it at all.
 *
 * @param deadline how long only the database is asked; default 800 ms, after which most failovers
 *     after a crash are over and the answer is still there within about a second. Shorter queues
 *     what could be placed at once, longer leaves the intake too little of the answer's time.
 * @param answer from the request's arrival to its answer, wherever anything hangs; default 1.5 s.
 *     Shorter refuses what brokers that elect a leader would have taken, or a slow database where
 *     there are none; longer, and the gateway asks another instance what this one is about to say.
 * @param pause between two attempts; default 50 ms. Shorter burns CPU during a failover, longer
 *     adds to it.
 */
@ConfigurationProperties("everstore.placement")
record PlacementSettings(
        @DefaultValue("800ms") Duration deadline,
        @DefaultValue("1500ms") Duration answer,
        @DefaultValue("50ms") Duration pause) {

    PlacementSettings {
        if (!pause.isPositive()
                || pause.compareTo(deadline) >= 0
                || deadline.compareTo(answer) >= 0) {
            throw new IllegalArgumentException(
                    "everstore.placement: 0 < pause (%s) < deadline (%s) < answer (%s)"
                            .formatted(pause, deadline, answer));
        }
    }
}
