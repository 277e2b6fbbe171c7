package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Real servers, real faults. Run it alone with {@code ./mvnw -pl local-cluster verify
 * -Dit.test=PostgresFailoverIT}.
 */
class PostgresFailoverIT {

    private static RealCluster cluster;

    @BeforeAll
    static void startThreeServers() throws Exception {
        cluster = new RealCluster();
    }

    @AfterAll
    static void stopThem() {
        cluster.close();
    }

    @Test
    void losesNothingWhenThePrimaryCrashes() throws Exception {
        try (Writer writer = new Writer(cluster)) {
            for (int i = 0; i < 3; i++) {
                String old = cluster.primary();
                writer.awaitWrites();
                writer.takeLongestGap();
                cluster.cluster().kill(old, false);
                writer.awaitWrites();
                System.out.println(
                        "crash of " + old + ": write gap " + writer.takeLongestGap() + " ms");
                cluster.awaitHealthy();
                assertThat(cluster.primary()).isNotEqualTo(old);
                assertThat(cluster.writable()).isEqualTo(1);
            }
            assertThat(writer.missing()).isEmpty();
        }
    }

    @Test
    void replacesAFrozenPrimary() throws Exception {
        try (Writer writer = new Writer(cluster)) {
            for (int i = 0; i < 2; i++) {
                String old = cluster.primary();
                writer.awaitWrites();
                writer.takeLongestGap();
                cluster.cluster().pause(old);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> !old.equals(primaryOrNone()));
                writer.awaitWrites();
                System.out.println(
                        "freeze of " + old + ": write gap " + writer.takeLongestGap() + " ms");
                cluster.awaitHealthy();
                assertThat(cluster.writable()).isEqualTo(1);
            }
            assertThat(writer.missing()).isEmpty();
        }
    }

    private static String primaryOrNone() {
        try {
            return cluster.primary();
        } catch (java.util.NoSuchElementException e) {
            return "none";
        }
    }

    @Test
    void survivesTheLossOfAStandbyAndThenOfThePrimary() throws Exception {
        try (Writer writer = new Writer(cluster)) {
            writer.awaitWrites();
            String standby = cluster.standbys().getFirst();
            String old = cluster.primary();
            cluster.cluster().kill(standby, true);
            writer.awaitWrites();
            cluster.cluster().kill(old, false);
            writer.awaitWrites();
            cluster.cluster().start(standby);
            cluster.awaitHealthy();
            assertThat(writer.missing()).isEmpty();
        }
    }

    @Test
    void keepsEverythingOverAStopAndAStart() throws Exception {
        try (Writer writer = new Writer(cluster)) {
            writer.awaitWrites();
            cluster.restart();
            writer.awaitWrites();
            assertThat(writer.missing()).isEmpty();
        }
    }
}
