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
 * wait for the database                0.8 s  deadline; then the order is queued
 * word of the brokers                  1 s    everstore.intake.send-timeout
 * the whole answer, at worst           1.8 s  deadline + send-timeout; 2 s are promised
 * gateway's first try                  2.5 s  on /api/orders
 * get a connection from the pool       1 s    spring.datasource.hikari.connection-timeout
 * connect to one host                  1 s    connectTimeout in the JDBC URL
 * an attempt nobody waits for any more 2.1 s  deadline + pool + one answer of the server
 * half-open connection, any statement  5 s    socketTimeout in the JDBC URL, for all but placements
 * frozen instance loses its locks      5 s    idle_in_transaction_session_timeout
 * </pre>
 *
 * <p>While the database is known to be away nobody waits for it at all.
 *
 * @param deadline how long attempts go on while the database does not answer; default 800 ms, after
 *     which most failovers after a crash are over and the answer is still there within about a
 *     second. Shorter queues what could be placed at once, longer makes the answer take more than
 *     the 2 s that are promised.
 * @param pause between two attempts; default 50 ms. Shorter burns CPU during a failover, longer
 *     adds to it.
 */
@ConfigurationProperties("everstore.placement")
record PlacementSettings(
        @DefaultValue("800ms") Duration deadline, @DefaultValue("50ms") Duration pause) {

    PlacementSettings {
        if (pause.isNegative() || pause.isZero() || pause.compareTo(deadline) >= 0) {
            throw new IllegalArgumentException(
                    "everstore.placement: the pause ("
                            + pause
                            + ") is positive and shorter than the"
                            + " deadline ("
                            + deadline
                            + ")");
        }
    }
}
