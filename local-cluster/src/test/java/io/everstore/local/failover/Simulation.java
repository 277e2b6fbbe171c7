package io.everstore.local.failover;

import io.everstore.local.failover.Invariants.Broken;
import io.everstore.local.failover.Invariants.ComesBack;
import io.everstore.local.failover.Invariants.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * One schedule: a real {@link Supervisor} and real {@link Repair}s over simulated servers, in an
 * order that the seed decides, with the {@link Invariants} checked after every step. What {@link
 * ControlLoop} does with its threads happens here one step at a time.
 */
final class Simulation {

    private static final int ROUNDS = 2;
    private static final int STEPS = 70;
    private static final int CALM_STEPS = 3000;
    private static final Duration STREAM_LIMIT = Duration.ofSeconds(15);

    /** An answer that the primary gave some time ago. */
    private record View(Replication seen, long epoch) {}

    private final Chance chance;
    private final Flaw flaw;
    private final SimulatedRecords records;
    private final SimulatedCluster cluster;
    private final List<View> views = new ArrayList<>();
    private final Map<String, Repair> repairs = new TreeMap<>();
    private final List<String> events = new ArrayList<>();

    private Supervisor supervisor;
    private boolean isUp;
    private boolean isCopying;
    private long nanos;

    /** How often the supervisor was killed. */
    int kills;

    Simulation(long seed, Flaw flaw) {
        this.flaw = flaw;
        chance = new Chance(seed);
        records = flaw.records(chance, ClusterRecord.first("pg-1"));
        cluster = new SimulatedCluster(chance, records, flaw::server);
        cluster.whileCopying(this::whileCopying);
        supervisor = newSupervisor();
    }

    /** Bad times and good times in turn; throws {@link Broken}. */
    void run() {
        for (int i = 0; i < ROUNDS; i++) {
            recover();
            chance.calm(false);
            for (int j = 0; j < STEPS; j++) {
                step();
            }
        }
        recover();
    }

    private void recover() {
        chance.calm(true);
        for (int i = 0; i < CALM_STEPS && supervisor.state() != Supervisor.State.HEALTHY; i++) {
            step();
        }
        if (supervisor.state() != Supervisor.State.HEALTHY) {
            events.add("left: " + supervisor.state() + " " + cluster.servers());
            throw new Broken(ComesBack.class);
        }
    }

    long term() {
        return records.onDisk().term();
    }

    int acknowledged() {
        return cluster.acknowledged.cardinality();
    }

    /** What the supervisor said, for the one who has to understand a failure. */
    List<String> events() {
        return events;
    }

    private void step() {
        nanos += Duration.ofMillis(chance.below(300)).toNanos();
        try {
            if (!isUp) {
                start();
            } else if (chance.coin()) {
                cluster.happen();
            } else {
                supervise();
            }
        } catch (SupervisorKilled e) {
            killed();
        }
        Invariants.check(new Moment(cluster, records.onDisk(), admitted()));
    }

    private void start() {
        supervisor = newSupervisor();
        for (SimulatedServer server : cluster.servers()) {
            server.process = 0; // it knows nothing of what runs
            repairs.put(
                    server.name(),
                    new Repair(
                            server,
                            supervisor,
                            this::call,
                            STREAM_LIMIT,
                            () -> nanos,
                            events::add));
        }
        guarded(
                () -> {
                    supervisor.start();
                    isUp = true;
                });
    }

    private Supervisor newSupervisor() {
        Map<String, DatabaseServer> servers = new LinkedHashMap<>();
        cluster.servers().forEach(s -> servers.put(s.name(), s));
        return new Supervisor(servers, records, () -> true, events::add);
    }

    /** All servers die with it, at once or (when nobody sees to it) not before it is back. */
    private void killed() {
        events.add("*** the supervisor is killed ***");
        kills++;
        isUp = false;
        isCopying = false;
        views.clear();
        for (SimulatedServer server : cluster.servers()) {
            if (chance.happens(0.8) || chance.isCalm()) {
                server.die();
            }
        }
        cluster.exits.clear();
    }

    private void supervise() {
        if (chance.below(3) == 0) {
            SimulatedServer server = chance.oneOf(cluster.servers());
            Repair repair = repairs.get(server.name());
            if (repair != null) {
                repair.step();
            }
        } else {
            guarded(this::control);
        }
    }

    /** What the control thread does next. */
    private void control() {
        switch (chance.below(8)) {
            case 0, 1 -> ask();
            case 2, 3, 4 -> observe();
            case 5, 6 -> exited();
            default -> tick();
        }
    }

    private void ask() {
        long epoch = supervisor.epoch();
        SimulatedServer primary = primary();
        if (primary.answers() && primary.isWritable()) {
            views.add(new View(cluster.replication(primary), epoch));
        }
    }

    private void observe() {
        if (!views.isEmpty()) {
            View view = views.remove(chance.below(views.size()));
            long epoch = flaw.believesOldAnswers() ? supervisor.epoch() : view.epoch();
            supervisor.observe(view.seen(), epoch);
        }
        for (SimulatedServer server : cluster.servers()) {
            boolean isSilent = (server.isAlive && server.isFrozen) || chance.happens(0.01);
            if (isSilent && supervisor.membership(server.name()) == Membership.STREAMING) {
                supervisor.standbyLost(server.name(), "silent");
            }
        }
    }

    private void exited() {
        if (cluster.exits.isEmpty()) {
            return;
        }
        var exit = cluster.exits.remove(chance.below(cluster.exits.size()));
        if (exit.server().process != exit.process()) {
            return; // history
        }
        if (exit.server() == primary()) {
            supervisor.primaryLost("its process ended");
        } else {
            supervisor.standbyLost(exit.server().name(), "its process ended");
        }
    }

    /** The detector is right about frozen servers, sooner or later, and wrong at times. */
    private void tick() {
        SimulatedServer primary = primary();
        if (supervisor.state() == Supervisor.State.BLOCKED) {
            supervisor.retry();
        } else if (!primary.answers() || !primary.isWritable() || chance.happens(0.05)) {
            supervisor.primaryLost("no answer");
        }
    }

    private SimulatedServer primary() {
        return cluster.find(supervisor.record().primary()).orElseThrow();
    }

    private Set<String> admitted() {
        Set<String> names = new HashSet<>();
        for (SimulatedServer server : cluster.servers()) {
            boolean isStandby = !server.name().equals(supervisor.record().primary());
            if (isStandby && supervisor.membership(server.name()) != Membership.ABSENT) {
                names.add(server.name());
            }
        }
        return names;
    }

    private void whileCopying() {
        if (isCopying) {
            return;
        }
        isCopying = true;
        for (int i = chance.below(4); i > 0; i--) {
            if (chance.coin()) {
                cluster.happen();
            } else {
                guarded(this::control);
            }
        }
        isCopying = false;
    }

    /** As on the control thread: what fails there must not end it. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            events.add("supervisor: " + e);
        }
    }

    /** Runs a repair's task on the control thread; the only yes-or-no question is canSpare. */
    @SuppressWarnings("unchecked")
    private <T> T call(Callable<T> task) throws ServerFailure {
        try {
            T answer = task.call();
            boolean isSpared = answer instanceof Boolean && flaw.sparesAnybody();
            return isSpared ? (T) Boolean.TRUE : answer;
        } catch (ServerFailure | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
