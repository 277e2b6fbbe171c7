package io.everstore.local.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an edge may add to an overload. */
class SecondTriesTests {

    private final SecondTries tries = new SecondTries();

    @Test
    void savesThoseWhomAFrozenGatewayHolds() {
        for (int i = 0; i < 100; i++) {
            assertThat(tries.take()).isTrue();
        }
        assertThat(tries.areLeft()).isFalse();
        assertThat(tries.take()).isFalse();
    }

    @Test
    void addsATenthToAnOverloadThatLasts() {
        int sentAgain = 0;
        for (int i = 0; i < 10_000; i++) {
            tries.earn();
            sentAgain += tries.take() ? 1 : 0;
        }
        assertThat(sentAgain).isEqualTo(100 + 10_000 / 10 - 1);
    }
}
