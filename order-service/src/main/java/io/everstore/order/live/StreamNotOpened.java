package io.everstore.order.live;

/** No stream was opened, because there are enough of them or because this instance is stopping. */
final class StreamNotOpened extends RuntimeException {

    private final boolean tooManyOfCustomer;

    private StreamNotOpened(String message, boolean tooManyOfCustomer) {
        super(message);
        this.tooManyOfCustomer = tooManyOfCustomer;
    }

    static StreamNotOpened tooManyOf(String customer) {
        return new StreamNotOpened("too many streams of " + customer, true);
    }

    static StreamNotOpened here(String why) {
        return new StreamNotOpened(why, false);
    }

    /** Whether the customer can change it, by closing another stream. */
    boolean isTooManyOfCustomer() {
        return tooManyOfCustomer;
    }
}
