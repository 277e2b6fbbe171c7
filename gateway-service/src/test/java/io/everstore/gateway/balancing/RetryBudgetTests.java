package io.everstore.gateway.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryBudgetTests {

    private long now;
    private final RetryBudget budget = new RetryBudget(Settings.DEFAULTS, () -> now);

    @Test
    void coversTheRequestsInFlightToADyingInstance() {
        assertThat(affordable()).isEqualTo(100);
    }

    @Test
    void allowsATenthOfTheRequestsInTheLongRun() {
        affordable();

        IntStream.range(0, 500).forEach(_ -> budget.payIn());

        assertThat(affordable()).isBetween(49, 50);
    }

    @Test
    void earnsTwoPerSecondWithoutTraffic() {
        affordable();

        now += Duration.ofSeconds(3).toNanos();

        assertThat(affordable()).isEqualTo(6);
    }

    @Test
    void neverSavesMoreThanTheBurst() {
        IntStream.range(0, 50_000).forEach(_ -> budget.payIn());
        now += Duration.ofHours(1).toNanos();

        assertThat(affordable()).isEqualTo(100);
    }

    private int affordable() {
        int count = 0;
        while (budget.tryTake()) {
            count++;
        }
        return count;
    }
}
