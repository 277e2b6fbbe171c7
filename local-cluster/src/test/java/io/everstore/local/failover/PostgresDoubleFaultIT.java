package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.process.ProcessTree;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real servers, and faults that come together. Run it alone with {@code ./mvnw -pl local-cluster
 * verify -Dit.test=PostgresDoubleFaultIT}.
 */
class PostgresDoubleFaultIT {

    private static RealCluster cluster;

    @BeforeAll
    static void startThreeServers() throws Exception {
        cluster = new RealCluster();
    }

    @AfterAll
    static void stopThem() {
        cluster.close();
    }

    @AfterEach
    void forgetTheHook() {
        cluster.onEvent(text -> {});
    }

    /** Reacts to the first event that contains the text. */
    private static void once(String text, Consumer<String> action) {
        AtomicBoolean isDone = new AtomicBoolean();
        cluster.onEvent(
                event -> {
                    if (event.contains(text) && isDone.compareAndSet(false, true)) {
                        action.accept(event);
                    }
                });
    }

    /** "heard" comes before the promotion and names the candidates, "promoted" comes after it. */
    @ParameterizedTest
    @ValueSource(strings = {"heard pg", " promoted ("})
    void survivesTheDeathOfTheNewPrimaryDuringTheFailover(String moment) throws Exception {
        try (Writer writer = new Writer(cluster)) {
            writer.awaitWrites();
            String old = cluster.primary();
            once(
                    moment,
                    event ->
                            cluster.standbys(old).stream()
                                    .filter(event::contains)
                                    .forEach(
                                            name ->
                                                    cluster.process(name)
                                                            .ifPresent(
                                                                    ProcessHandle
                                                                            ::destroyForcibly)));
            cluster.cluster().kill(old, false);
            writer.awaitWrites();
            cluster.awaitHealthy();
            writer.awaitWrites();
            assertThat(cluster.writable()).isEqualTo(1);
            assertThat(writer.missing()).isEmpty();
        }
    }

    @Test
    void stallsButLosesNothingWithoutBothStandbys() throws Exception {
        try (Writer writer = new Writer(cluster)) {
            writer.awaitWrites();
            String primary = cluster.primary();
            var standbys = cluster.standbys();
            standbys.forEach(name -> cluster.cluster().kill(name, true));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !cluster.cluster().isHealthy());
            int stalled = writer.count();
            standbys.forEach(cluster.cluster()::start);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> writer.count() > stalled + 50);
            cluster.awaitHealthy();
            assertThat(cluster.primary()).isEqualTo(primary);
            assertThat(writer.missing()).isEmpty();
        }
    }

    /** At each stage of a failover; what the supervisor had decided is on disk, the rest is not. */
    @ParameterizedTest
    @ValueSource(strings = {" fenced", "heard pg", " promoted (", "promotable again"})
    void finishesAFailoverInWhichTheSupervisorWasKilled(String moment) throws Exception {
        try (Writer writer = new Writer(cluster)) {
            writer.awaitWrites();
            AtomicBoolean isKilled = new AtomicBoolean();
            once(
                    moment,
                    event -> {
                        cluster.killEverything();
                        isKilled.set(true);
                        throw new SupervisorKilled(); // leaves the control thread half-way
                    });
            cluster.cluster().kill(cluster.primary(), false);
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilTrue(isKilled);
            cluster.restart();
            writer.awaitWrites();
            assertThat(cluster.writable()).isEqualTo(1);
            assertThat(writer.missing()).isEmpty();
        }
    }

    @Test
    void clonesAFormerPrimaryWhoseLogWentItsOwnWay() throws Exception {
        String old = cluster.primary();
        try (Connection c = cluster.connect();
                var s = c.createStatement()) {
            s.execute("create table if not exists tail(id int)");
            s.execute("truncate tail");
        }
        Thread client;
        try (Connection observer = cluster.connectTo(old)) {
            // The standbys hear nothing any more, so the commit below waits for them in vain.
            cluster.process(old)
                    .orElseThrow()
                    .descendants()
                    .filter(p -> isWalSender(observer, p.pid()))
                    .forEach(p -> ProcessTree.signalOne(p, "STOP"));
            client = Thread.ofPlatform().start(() -> insertInVain(old));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(20))
                    .until(
                            () ->
                                    isTrue(
                                            observer,
                                            "select exists (select from pg_stat_activity where wait_event = 'SyncRep')"));
        }
        int before = cluster.events.size();
        cluster.cluster().kill(old, false);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> cluster.cluster().hasPrimary() && !cluster.primary().equals(old));
        cluster.awaitHealthy();
        client.join();
        assertThat(cluster.events.subList(before, cluster.events.size()))
                .anyMatch(e -> e.startsWith(old + " cloned from "));
        for (String name : cluster.standbys()) {
            try (Connection c = cluster.connectTo(name)) {
                assertThat(isTrue(c, "select not exists (select from tail)")).isTrue();
            }
        }
    }

    private static boolean isWalSender(Connection c, long pid) {
        return isTrue(c, "select exists (select from pg_stat_replication where pid = " + pid + ")");
    }

    private static void insertInVain(String server) {
        try (Connection c = cluster.connectTo(server);
                var s = c.createStatement()) {
            s.execute("insert into tail values (1)");
            throw new IllegalStateException("this cannot have been acknowledged");
        } catch (SQLException e) {
            return; // the server was killed
        }
    }

    @Test
    void bringsBackAStandbyWhoseSlotWasGivenUp() throws Exception {
        String standby = cluster.standbys().getFirst();
        cluster.cluster().kill(standby, true);
        Awaitility.await().until(() -> !cluster.cluster().isHealthy());
        try (Connection c = cluster.connect();
                var s = c.createStatement()) {
            s.execute("alter system set max_slot_wal_keep_size = '1MB'");
            s.execute("alter system set wal_keep_size = 0");
            s.execute("select pg_reload_conf()");
            s.execute("create table if not exists filler(text text)");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                s.execute("insert into filler values ('x')");
                                s.execute("select pg_switch_wal()");
                                s.execute("checkpoint");
                                return isTrue(
                                        c,
                                        "select wal_status = 'lost' from pg_replication_slots where slot_name = '"
                                                + ServerFiles.slot(standby)
                                                + "'");
                            });
            s.execute("alter system reset all");
            s.execute("select pg_reload_conf()");
        }
        cluster.cluster().start(standby);
        cluster.awaitHealthy();
    }

    private static boolean isTrue(Connection c, String sql) {
        try (var s = c.createStatement();
                var r = s.executeQuery(sql)) {
            return r.next() && r.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
