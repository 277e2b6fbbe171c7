package io.everstore.local.saga;

/**
 * What happens next.
 *
 * @param number chooses what it happens to, modulo how many there are
 */
record Step(Kind kind, int number) {

    enum Kind {
        /** A customer places an order. */
        PLACE,
        /** One of the events that are under way arrives, whichever. */
        DELIVER,
        /** An event arrives that has arrived before: the consumer died before it said so. */
        REPEAT,
        /** An event arrives, and the consumer dies before its commit. */
        CRASH,
        /** A customer wants to cancel an order, whatever it is now. */
        CANCEL,
        /** 20 minutes pass: reservations expire. */
        EXPIRE,
        /** A day passes: orders without an answer are given up. */
        TIME_OUT
    }
}
