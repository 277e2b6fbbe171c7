package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LsnTests {

    @Test
    void readsAndPrintsWhatPostgresPrints() {
        for (String text : new String[] {"0/0", "0/3000148", "16/B374D848", "FFFFFFFF/FFFFFFFF"}) {
            assertThat(Lsn.parse(text)).hasToString(text);
        }
    }

    @Test
    void ordersBothHalvesAsUnsignedNumbers() {
        assertThat(Lsn.parse("1/0")).isGreaterThan(Lsn.parse("0/FFFFFFFF"));
        assertThat(Lsn.parse("0/80000000")).isGreaterThan(Lsn.parse("0/7FFFFFFF"));
        assertThat(Lsn.parse("80000000/0")).isGreaterThan(Lsn.parse("7FFFFFFF/FFFFFFFF"));
    }

    @Test
    void hasReachedItselfAndWhatIsBefore() {
        Lsn lsn = Lsn.parse("0/3000148");
        assertThat(lsn.reached(lsn)).isTrue();
        assertThat(lsn.reached(Lsn.ZERO)).isTrue();
        assertThat(lsn.reached(Lsn.parse("0/3000149"))).isFalse();
    }
}
