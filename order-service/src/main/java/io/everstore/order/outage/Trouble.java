package io.everstore.order.outage;

import io.everstore.order.commit.NotReplicated;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** What an exception of an attempt says about the attempt. */
public enum Trouble {

    /**
     * No connection, or lost on the way: nothing was done, or it is not known what. Asking again by
     * the key settles it.
     */
    LINK,
    /** Another transaction holds the key, or a table. */
    LOCKED,
    /** The attempt itself was answered, or failed for a reason that will not go away. */
    OTHER;

    public static Trouble of(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            // The last: the transaction could not be ended either way, because its connection is
            // gone.
            if (t instanceof NotReplicated
                    || t instanceof NoAnswer
                    || t instanceof NoTurn
                    || t instanceof CannotCreateTransactionException
                    || t instanceof CannotGetJdbcConnectionException
                    || t instanceof TransactionSystemException) {
                return LINK;
            }
            if (t instanceof SQLException e && e.getSQLState() != null) {
                return ofState(e.getSQLState());
            }
        }
        return OTHER;
    }

    /**
     * Whether a connection was dead that the pool believed in, be it that not even a rollback was
     * possible. A wait for the pool in vain is not that.
     */
    static boolean isDeadConnection(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof TransactionSystemException) {
                return true;
            }
            if (t instanceof SQLException e
                    && e.getSQLState() != null
                    && !(e instanceof SQLTransientConnectionException)) {
                return ofState(e.getSQLState()) == LINK;
            }
        }
        return false;
    }

    private static Trouble ofState(String state) {
        if (state.equals("55P03")) {
            return LOCKED;
        }
        // 08: connection; 57P0x: the server shuts down, crashed, starts or ended the session;
        // 40003: completion unknown; 25006: this node is no primary any more.
        boolean lost =
                state.startsWith("08")
                        || state.startsWith("57P0")
                        || state.equals("40003")
                        || state.equals("25006");
        return lost ? LINK : OTHER;
    }
}
