package io.everstore.catalog.reservation;

import java.util.UUID;

/**
 * What one order has of the stock.
 *
 * <ul>
 *   <li>None transitions to:
 *       <ul>
 *         <li>HELD: the order was placed, and there is enough of everything
 *         <li>REFUSED: the order was placed, and there is too little of something
 *         <li>RELEASED: the order ended before it was heard of; a tombstone, so that an event
 *             {@code placed} that comes late reserves nothing
 *       </ul>
 *   <li>HELD transitions to:
 *       <ul>
 *         <li>SETTLED: the order is confirmed
 *         <li>RELEASED: the order is rejected, cancelled or unknown
 *         <li>HELD: it expired; the order service is asked, for only its word releases stock
 *       </ul>
 *   <li>SETTLED transitions to:
 *       <ul>
 *         <li>RELEASED: the order is cancelled. No other word takes stock from a confirmed order.
 *       </ul>
 *   <li>RELEASED and REFUSED are final.
 * </ul>
 *
 * <p>There is no other way to change a state than to hear a word, so there are no other moves. The
 * database refuses them, too.
 */
final class Reservation {

    /** Where a reservation is in its life. */
    enum State {
        /** The pieces are out of the shelf, and nobody has decided about the order. */
        HELD,
        /** The pieces are the customer's. */
        SETTLED,
        /** The pieces are back in the shelf, or never left it. */
        RELEASED,
        /** There were too few pieces. */
        REFUSED
    }

    private final UUID orderId;
    private final State state;

    private Reservation(UUID orderId, State state) {
        this.orderId = orderId;
        this.state = state;
    }

    static Reservation held(UUID orderId) {
        return new Reservation(orderId, State.HELD);
    }

    static Reservation refused(UUID orderId) {
        return new Reservation(orderId, State.REFUSED);
    }

    static Reservation tombstone(UUID orderId) {
        return new Reservation(orderId, State.RELEASED);
    }

    /** As it was stored. */
    static Reservation stored(UUID orderId, State state) {
        return new Reservation(orderId, state);
    }

    /** What becomes of it now that the order service said this; itself, if nothing does. */
    Reservation hearing(OrderWord word) {
        return switch (state) {
            case HELD -> word == OrderWord.CONFIRMED ? in(State.SETTLED) : in(State.RELEASED);
            case SETTLED -> word == OrderWord.CANCELLED ? in(State.RELEASED) : this;
            case RELEASED, REFUSED -> this;
        };
    }

    private Reservation in(State next) {
        return new Reservation(orderId, next);
    }

    UUID orderId() {
        return orderId;
    }

    State state() {
        return state;
    }
}
