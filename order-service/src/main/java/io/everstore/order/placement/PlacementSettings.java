package io.everstore.order.placement;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a customer waits for the database, and how this fits the times around it. From the
 * inside out, each shorter than the next (checked by {@code TimeoutBudgetTests} on the real files):
 *
 * <pre>
 * connect to one host                  1 s    connectTimeout in the JDBC URL
 * get a connection from the pool       1 s    spring.datasource.hikari.connection-timeout
 * wait for the same key elsewhere      1.5 s  lock_timeout of every session
 * settle a placement                   2 s    deadline; no attempt begins after it
 * the last attempt's end, at worst     3.25 s deadline + pool + one answer of the server
 * gateway's response timeout           5 s    on /api/orders
 * half-open connection, any statement  5 s    socketTimeout in the JDBC URL, for all but placements
 * frozen instance loses its locks      5 s    idle_in_transaction_session_timeout
 * </pre>
 *
 * @param deadline how long attempts go on while the database is away; default 2 s. Shorter, and the
 *     crash of a primary (its failover takes under 1 s) shows as an error; longer, and the gateway
 *     gives up first, and customers wait for an answer that is no better.
 * @param pause between two attempts; default 50 ms. Shorter burns CPU during a failover, longer
 *     adds to it.
 */
@ConfigurationProperties("everstore.placement")
record PlacementSettings(
        @DefaultValue("2s") Duration deadline, @DefaultValue("50ms") Duration pause) {

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
