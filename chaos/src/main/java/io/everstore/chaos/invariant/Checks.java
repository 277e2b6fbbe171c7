package io.everstore.chaos.invariant;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What is looked at while a run lasts, and checked when it is over. */
public interface Checks extends AutoCloseable {

    /** Begins to look. */
    @FunctionalInterface
    interface Maker {

        /**
         * Begins to look.
         *
         * @param touched nodes to which something is done; may grow while the run lasts
         */
        Checks begin(Evidence evidence, Instant since, Set<String> touched);
    }

    /** Looks, once a second. */
    void sample();

    /** Whether every order is placed and settled and every event on its way out has been sent. */
    boolean isQuiet();

    /**
     * Waits until every node is up, and the database and the event log are fully replicated; false
     * if that takes longer than I9 allows.
     */
    boolean awaitRedundancy();

    /** Acknowledged orders that are gone. */
    int lostOrders();

    /**
     * The longest time in which no database server acknowledged a write, of those that ended since
     * then; infinite if none does any more.
     */
    double databaseGapMillis(Instant since);

    /** Checks everything; what cannot be checked is a violation, as nobody knows. */
    List<Finding> check();

    @Override
    void close();
}
