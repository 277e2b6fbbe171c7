package io.everstore.order.lifecycle;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes order ids: UUIDs of version 7 (RFC 9562, section 5.7), which begin with the time, so that
 * new rows go to the end of the primary key's index. 74 random bits keep two instances apart.
 */
public final class OrderIds {

    private final Clock clock;
    private final RandomGenerator random;

    /**
     * Makes ids of this clock and chance.
     *
     * @param random must not be guessable: an id is not a secret, but it should not count orders
     */
    public OrderIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public UUID next() {
        long version = 0x7000L | (random.nextLong() & 0x0FFFL);
        long variant = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        return new UUID(clock.millis() << 16 | version, variant);
    }
}
