package io.everstore.local.acceptance;

import java.util.List;

/**
 * What customers ask for, open loop.
 *
 * @param orders a second
 * @param views page views a second
 */
record Load(int orders, int views) {

    /** What the claims are made for, and what is tried where that is more than the machine has. */
    static final List<Load> LADDER =
            List.of(new Load(20, 40), new Load(10, 20), new Load(5, 10), new Load(2, 4));

    @Override
    public String toString() {
        return orders + " orders/s + " + views + " page views/s";
    }
}
