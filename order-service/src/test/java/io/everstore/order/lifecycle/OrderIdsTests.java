package io.everstore.order.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderIdsTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123Z");

    private final OrderIds ids = new OrderIds(Clock.fixed(NOW, ZoneOffset.UTC), new Random(7));

    @Test
    void makesUuidsOfVersionSevenThatBeginWithTheTime() {
        UUID id = ids.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void differsWithinAMillisecond() {
        assertThat(ids.next()).isNotEqualTo(ids.next());
    }
}
