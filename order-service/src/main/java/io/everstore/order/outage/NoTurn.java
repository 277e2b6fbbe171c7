package io.everstore.order.outage;

/** The database was not asked, because too many commits were under way already. */
public final class NoTurn extends RuntimeException {

    NoTurn(int most) {
        super(most + " commits are under way already", null, false, false);
    }
}
