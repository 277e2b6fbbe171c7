package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/** Three simulated servers and a supervisor, told step by step: nothing happens by chance. */
final class Story {

    private final SimulatedRecords records;
    final SimulatedCluster cluster;
    final List<String> events = new ArrayList<>();
    Supervisor supervisor;

    Story() {
        this(SimulatedServer::new);
    }

    Story(BiFunction<SimulatedCluster, String, SimulatedServer> make) {
        Chance chance = new Chance(0);
        chance.calm(true);
        records = new SimulatedRecords(chance, ClusterRecord.first("pg-1"));
        cluster = new SimulatedCluster(chance, records, make);
        supervisor = newSupervisor();
    }

    /** pg-1 is the primary, pg-2 and pg-3 stream and are electors. */
    static Story ofAHealthyCluster() {
        return new Story().healthy();
    }

    Story healthy() {
        supervisor.start();
        repair("pg-2");
        repair("pg-3");
        everythingReaches("pg-2");
        everythingReaches("pg-3");
        observe();
        assertThat(supervisor.state()).isEqualTo(Supervisor.State.HEALTHY);
        return this;
    }

    private Supervisor newSupervisor() {
        Map<String, DatabaseServer> servers = new LinkedHashMap<>();
        cluster.servers().forEach(s -> servers.put(s.name(), s));
        return new Supervisor(servers, records, () -> true, events::add);
    }

    SimulatedServer server(String name) {
        return cluster.find(name).orElseThrow();
    }

    /** A repair's whole round: it ends when the server streams, or has failed. */
    void repair(String name) {
        repair(name, 5);
    }

    /** A repair that gets only so far: look, clone, admit, start, await. */
    void repair(String name, int steps) {
        Repair repair =
                new Repair(
                        server(name),
                        supervisor,
                        Story::call,
                        Duration.ofSeconds(15),
                        () -> 0,
                        events::add);
        for (int i = 0; i < steps; i++) {
            repair.step();
        }
    }

    private static <T> T call(Callable<T> task) throws ServerFailure {
        try {
            return task.call();
        } catch (ServerFailure | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** So many commits, of which the named standbys get all, and which are then acknowledged. */
    void commits(int count, String... standbys) {
        for (int i = 0; i < count; i++) {
            cluster.commit(server(supervisor.record().primary()));
        }
        for (String standby : standbys) {
            everythingReaches(standby);
        }
        cluster.acknowledge(server(supervisor.record().primary()));
    }

    void everythingReaches(String standby) {
        cluster.connect(server(standby));
        cluster.replicate(server(standby), Integer.MAX_VALUE);
    }

    void observe() {
        SimulatedServer primary = server(supervisor.record().primary());
        supervisor.observe(cluster.replication(primary), supervisor.epoch());
    }

    void crash(String... names) {
        for (String name : names) {
            cluster.crash(server(name));
        }
    }

    void freeze(String name) {
        server(name).isFrozen = true;
    }

    /** The supervisor dies and its servers with it; another one takes over the records. */
    void supervisorDies() {
        cluster.servers()
                .forEach(
                        s -> {
                            s.die();
                            s.process = 0;
                        });
        supervisor = newSupervisor();
    }

    /** Nothing acknowledged is missing, and one server at most is writable. */
    void nothingIsLost() {
        var moment =
                new Invariants.Moment(cluster, records.onDisk(), supervisor.record().electors());
        Invariants.check(moment);
        assertThat(cluster.acknowledged.isEmpty()).isFalse();
    }
}
