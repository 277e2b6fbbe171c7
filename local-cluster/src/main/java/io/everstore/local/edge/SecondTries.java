package io.everstore.local.edge;

/**
 * How many requests may be sent to another gateway because the first one takes too long. When a
 * gateway has frozen these are few and soon over. When the machine has too much to do they would be
 * most, and each would be more to do: overload would feed itself. A gateway that cannot be reached
 * at all is another matter, and costs nothing from here.
 *
 * <p>The budget is that of the gateways' own retries, as in Google's SRE book, chapter "Addressing
 * Cascading Failures".
 */
final class SecondTries {

    /** Of so many requests one may be sent again. */
    private static final int PRICE = 10;

    /** What a frozen gateway holds until it is left out after 1.5 s, at 130 requests a second. */
    private static final int MOST = 100;

    private int earned = MOST * PRICE;

    /** Takes note of a request. */
    synchronized void earn() {
        earned = Math.min(MOST * PRICE, earned + 1);
    }

    synchronized boolean areLeft() {
        return earned >= PRICE;
    }

    /** Uses one up; false if there is none. */
    synchronized boolean take() {
        if (!areLeft()) {
            return false;
        }
        earned -= PRICE;
        return true;
    }
}
