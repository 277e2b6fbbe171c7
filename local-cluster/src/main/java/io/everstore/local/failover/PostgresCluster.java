package io.everstore.local.failover;

import io.everstore.local.probe.Await;
import io.everstore.local.process.ChildProcesses;
import io.everstore.local.process.Privileges;
import io.everstore.local.process.ProcessTree;
import io.everstore.local.process.Programs;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.NodeView;
import io.everstore.local.topology.Secrets;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Three PostgreSQL servers with automatic failover. One control thread takes every decision (see
 * {@link Supervisor}); a probe thread asks the primary; a repair thread for each server brings it
 * back as a standby.
 */
public final class PostgresCluster implements AutoCloseable {

    private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);
    private static final Duration REPAIR_INTERVAL = Duration.ofMillis(100);

    private final Map<String, PostgresServer> servers = new LinkedHashMap<>();
    private final DetectorSettings settings = DetectorSettings.standard();
    private final SilenceDetector detector = new SilenceDetector(settings);
    private final Records records;
    private final Secrets secrets;
    private final Consumer<String> events;
    private final ScheduledExecutorService control =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("pg-control").daemon().factory());

    private volatile boolean isStopping;
    private volatile @Nullable Supervisor supervisor;
    private int blockedTicks;

    public PostgresCluster(
            Topology topology,
            Home home,
            ChildProcesses processes,
            Privileges privileges,
            Programs programs,
            Secrets secrets,
            Consumer<String> events) {
        this.secrets = secrets;
        this.events = events;
        this.records =
                new RecordFile(
                        Home.privateDirectory(home.root().resolve("data"))
                                .resolve("failover.properties"));
        var passwords =
                new PostgresServer.Passwords(
                        secrets.read("postgres-superuser-password"),
                        secrets.read("postgres-replicator-password"));
        var environment =
                new PostgresServer.Environment(
                        home, processes, privileges, programs.postgres(), passwords);
        Map<String, Integer> ports = new LinkedHashMap<>();
        topology.tier(Tier.POSTGRES).forEach(n -> ports.put(n.name(), n.port()));
        for (NodeSpec spec : topology.tier(Tier.POSTGRES)) {
            servers.put(spec.name(), new PostgresServer(spec, ports, environment, this::exited));
        }
    }

    /**
     * Starts the primary (forming the cluster at the first start); standbys follow by themselves.
     */
    public void start() throws InterruptedException {
        try {
            if (records.load().isEmpty()) {
                PostgresServer first = servers.values().iterator().next();
                new Formation(secrets).form(first);
                records.save(ClusterRecord.first(first.name()));
            }
        } catch (ServerFailure e) {
            throw new IllegalStateException("PostgreSQL cannot be set up: " + e.getMessage(), e);
        }
        Supervisor ruling =
                new Supervisor(
                        Map.copyOf(servers),
                        records,
                        () -> Await.pause(Duration.ofMillis(5)),
                        events);
        supervisor = ruling;
        try {
            control.submit(ruling::start).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("PostgreSQL cannot be started", e.getCause());
        }
        Thread.ofPlatform().name("pg-probe").daemon().start(this::probe);
        servers.values()
                .forEach(
                        s ->
                                Thread.ofPlatform()
                                        .name("repair-" + s.name())
                                        .daemon()
                                        .start(() -> repair(s)));
        var _ =
                control.scheduleAtFixedRate(
                        this::tick, 0, settings.tick().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks the primary again and again; what hangs here is what the control thread measures. */
    private void probe() {
        while (!isStopping) {
            PostgresServer primary = primary();
            try {
                Replication seen = primary.replication();
                detector.answered();
                control.execute(guarded(() -> observe(primary, seen)));
            } catch (ServerFailure e) {
                if (isStopping) {
                    return;
                }
            }
            Await.pause(PROBE_INTERVAL);
        }
    }

    private void observe(PostgresServer asked, Replication seen) {
        if (!asked.name().equals(ruling().record().primary())) {
            return; // the answer of a former primary
        }
        ruling().observe(seen);
        seen.standbys()
                .forEach(
                        (name, standby) -> {
                            boolean isSilent =
                                    standby.silentMillis() > settings.standbySilence().toMillis();
                            if (isSilent
                                    && ruling().membership(name)
                                            == Supervisor.Membership.STREAMING) {
                                ruling().standbyLost(
                                                name,
                                                "silent for " + standby.silentMillis() + " ms");
                            }
                        });
    }

    private void tick() {
        guarded(
                        () -> {
                            PostgresServer primary = primary();
                            boolean isRuling = ruling().state() != Supervisor.State.BLOCKED;
                            if (isStopping) {
                                return;
                            }
                            if (isRuling && detector.tick(System.nanoTime(), primary::isRunnable)) {
                                lose("frozen: no answer for " + detector.silentMillis() + " ms");
                            } else if (!isRuling
                                    && !primary.isHeldDown()
                                    && ++blockedTicks % 20 == 0) {
                                ruling().retry();
                                detector.reset();
                            }
                        })
                .run();
    }

    private void exited(PostgresServer server, ProcessHandle handle) {
        control.execute(
                guarded(
                        () -> {
                            boolean isHistory = isStopping || !server.isCurrent(handle);
                            if (isHistory) {
                                return;
                            }
                            if (server.name().equals(ruling().record().primary())) {
                                lose("its process ended");
                            } else {
                                ruling().standbyLost(server.name(), "its process ended");
                            }
                        }));
    }

    private void lose(String why) {
        ruling().primaryLost(why);
        detector.reset();
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // The control thread must go on: without it there is no failure detector.
                events.accept("supervisor: " + e);
            }
        };
    }

    private void repair(PostgresServer server) {
        Repair repair = new Repair(server, ruling(), this::onControlThread, settings, events);
        while (!isStopping) {
            boolean isIdle = server.isHeldDown() || repair.once();
            if (isIdle) {
                Await.pause(REPAIR_INTERVAL);
            }
        }
    }

    private <T> T onControlThread(Callable<T> task) throws ServerFailure {
        try {
            return control.submit(task).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ServerFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("interrupted", e);
        }
    }

    private Supervisor ruling() {
        Supervisor current = supervisor;
        if (current == null) {
            throw new IllegalStateException("PostgreSQL is still being set up");
        }
        return current;
    }

    private PostgresServer primary() {
        return server(ruling().record().primary());
    }

    private PostgresServer server(String name) {
        PostgresServer found = servers.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no such PostgreSQL server: " + name);
        }
        return found;
    }

    /** Whether all three run, stream, and a failover could happen now. */
    public boolean isHealthy() {
        Supervisor current = supervisor;
        return current != null && current.state() == Supervisor.State.HEALTHY;
    }

    /** Whether there is a primary at all: migrations and services may start. */
    public boolean hasPrimary() {
        Supervisor current = supervisor;
        return current != null
                && (current.state() == Supervisor.State.HEALTHY
                        || current.state() == Supervisor.State.DEGRADED);
    }

    /** One server for {@code status}. */
    public NodeView view(String name) {
        PostgresServer server = server(name);
        Optional<ProcessHandle> process = server.process();
        Supervisor current = supervisor;
        boolean isPrimary =
                current != null && hasPrimary() && current.record().primary().equals(name);
        boolean isStandby =
                current != null
                        && !isPrimary
                        && current.membership(name) == Supervisor.Membership.STREAMING;
        String state;
        if (process.isEmpty()) {
            state =
                    server.isHeldDown()
                            ? NodeView.DOWN
                            : current == null ? NodeView.STARTING : NodeView.RESTARTING;
        } else if (ProcessTree.isStopped(process.get())) {
            state = NodeView.PAUSED;
        } else {
            state = isPrimary || isStandby ? NodeView.UP : NodeView.STARTING;
        }
        return new NodeView(
                name,
                Tier.POSTGRES.label(),
                isPrimary ? "primary" : isStandby ? "standby" : null,
                state,
                process.map(ProcessHandle::pid).orElse(null),
                server.spec().port(),
                process.map(ProcessTree::residentMiB).orElse(0L));
    }

    /**
     * SIGKILL to the postmaster, as a crash would be; with {@code stayDown} it is not brought back.
     */
    public void kill(String name, boolean stayDown) {
        PostgresServer server = server(name);
        server.holdDown(stayDown);
        server.process().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Freezes every process of the server; the supervisor replaces it. */
    public void pause(String name) {
        server(name).process().ifPresent(p -> ProcessTree.signal(p, "STOP"));
    }

    public void resume(String name) {
        server(name).process().ifPresent(p -> ProcessTree.signal(p, "CONT"));
    }

    /**
     * A fast shutdown; the supervisor brings it back, and promotes another if it was the primary.
     */
    public void restart(String name) {
        PostgresServer server = server(name);
        server.holdDown(false);
        server.process().ifPresent(p -> ProcessTree.signalOne(p, "INT"));
    }

    /** Lets a server that was told to stay down come back. */
    public void start(String name) {
        server(name).holdDown(false);
    }

    /** Stops all three cleanly, the primary first, so that the standbys have all of its log. */
    @Override
    public void close() {
        isStopping = true;
        control.shutdownNow();
        Supervisor current = supervisor;
        if (current != null) {
            primary().stop();
        }
        servers.values().forEach(PostgresServer::stop);
        servers.values().forEach(PostgresServer::fence);
    }
}
