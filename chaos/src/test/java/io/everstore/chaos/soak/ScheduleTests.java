package io.everstore.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The seed decides everything. */
class ScheduleTests {

    private static final Duration ON = Duration.ofSeconds(30);

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(Schedule.of(7, 20, ON)).isEqualTo(Schedule.of(7, 20, ON));
    }

    @Test
    void isAnotherForAnotherSeed() {
        assertThat(Schedule.of(7, 20, ON)).isNotEqualTo(Schedule.of(8, 20, ON));
    }

    @Test
    void beginsAsALongerOneDoes() {
        assertThat(Schedule.of(7, 20, ON)).startsWith(Schedule.of(7, 5, ON).getFirst());
    }
}
