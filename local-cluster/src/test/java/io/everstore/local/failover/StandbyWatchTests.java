package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandbyWatchTests {

    private final StandbyWatch watch = new StandbyWatch(Duration.ofMillis(2500));

    private Set<String> seen(long silentOne, long silentTwo) {
        Map<String, Replication.Standby> standbys =
                Map.of(
                        "one", new Replication.Standby(true, Lsn.ZERO, silentOne),
                        "two", new Replication.Standby(true, Lsn.ZERO, silentTwo));
        return watch.silent(new Replication(Lsn.ZERO, standbys));
    }

    @Test
    void findsTheOneThatIsSilentForLong() {
        for (int i = 0; i < 4; i++) {
            assertThat(seen(2600 + i, 300)).isEmpty();
        }
        assertThat(seen(2700, 300)).containsExactly("one");
        assertThat(seen(2800, 300)).containsExactly("one");
    }

    @Test
    void forgivesASilenceOfTheWholeMachine() {
        for (int i = 0; i < 100; i++) {
            assertThat(seen(i % 3 == 0 ? 10 : 4000, i % 4 == 0 ? 10 : 4000)).isEmpty();
        }
    }

    @Test
    void forgetsTheSilenceOfAConnectionThatIsGone() {
        for (int i = 0; i < 4; i++) {
            seen(2600, 300);
        }
        watch.silent(new Replication(Lsn.ZERO, Map.of()));
        assertThat(seen(2600, 300)).isEmpty();
    }
}
