package io.everstore.order.commit;

import java.sql.SQLWarning;

/**
 * A commit came back with a warning. PostgreSQL reports so when the wait for a synchronous standby
 * was cancelled: the order is on one node only, and a failover would lose it.
 */
public final class NotReplicated extends RuntimeException {

    private NotReplicated(SQLWarning warning) {
        super("committed on the primary alone", warning);
    }

    public static NotReplicated because(SQLWarning warning) {
        return new NotReplicated(warning);
    }
}
