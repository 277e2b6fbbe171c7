package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplicationTests {

    private final Replication seen =
            new Replication(
                    new Lsn(100),
                    Map.of(
                            "streaming", new Replication.Standby(true, new Lsn(90), 0),
                            "catching-up", new Replication.Standby(false, new Lsn(99), 0)));

    @Test
    void countsOnlyThoseThatStream() {
        assertThat(seen.streaming()).containsExactly("streaming");
        assertThat(seen.streams("catching-up")).isFalse();
        assertThat(seen.streams("absent")).isFalse();
    }

    @Test
    void believesOnlyThoseThatStreamToHaveReachedAPosition() {
        Set<String> all = Set.of("streaming", "catching-up", "absent");
        assertThat(seen.anyReached(all, new Lsn(90))).isTrue();
        assertThat(seen.anyReached(all, new Lsn(91))).isFalse();
        assertThat(seen.anyReached(Set.of(), Lsn.ZERO)).isFalse();
    }
}
