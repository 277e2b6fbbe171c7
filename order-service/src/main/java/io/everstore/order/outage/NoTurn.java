package io.everstore.order.outage;

/** The database was not asked, because too many commits were under way already. */
public final class NoTurn extends RuntimeException {

    NoTurn() {
        super("too many commits are under way", null, false, false);
    }
}
