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
import io.everstore.local.transport.Transport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Three PostgreSQL servers with automatic failover: {@link Supervisor} decides, {@link ControlLoop}
 * has the threads.
 */
public final class PostgresCluster implements AutoCloseable {

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(5);

    private final Map<String, PostgresServer> servers = new LinkedHashMap<>();
    private final Records records;
    private final Secrets secrets;
    private final Consumer<String> events;

    private volatile @Nullable Supervisor supervisor;
    private volatile @Nullable ControlLoop loop;

    public PostgresCluster(
            Topology topology,
            Home home,
            ChildProcesses processes,
            Privileges privileges,
            Programs programs,
            Secrets secrets,
            Transport transport,
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
                        home, processes, privileges, programs.postgres(), passwords, transport);
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
        if (records.load().isEmpty()) {
            form();
        }
        Supervisor ruling =
                new Supervisor(
                        Map.copyOf(servers), records, () -> Await.pause(BETWEEN_QUESTIONS), events);
        ControlLoop running = new ControlLoop(servers, ruling, events);
        supervisor = ruling;
        loop = running;
        running.start();
    }

    private void form() {
        PostgresServer first = servers.values().iterator().next();
        for (PostgresServer server : servers.values()) {
            // A formation that was interrupted leaves data of the first one only.
            if (server != first && server.files().isInitialised()) {
                throw new IllegalStateException(
                        "there is data of "
                                + server.name()
                                + " but no failover record that says which server has every order:"
                                + " restore data/failover.properties, or delete all data to begin anew");
            }
        }
        try {
            new Formation(secrets).form(first);
        } catch (ServerFailure e) {
            throw new IllegalStateException("PostgreSQL cannot be set up: " + e.getMessage(), e);
        }
        records.save(ClusterRecord.first(first.name()));
    }

    private void exited(PostgresServer server, ProcessHandle handle) {
        ControlLoop running = loop;
        if (running != null) {
            running.exited(server, handle);
        }
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
        return current != null && current.hasPrimary();
    }

    /** One server for {@code status}. */
    public NodeView view(String name) {
        PostgresServer server = server(name);
        Optional<ProcessHandle> process = server.process().handle();
        Supervisor current = supervisor;
        boolean isPrimary =
                current != null && hasPrimary() && current.record().primary().equals(name);
        boolean isStandby =
                current != null && !isPrimary && current.membership(name) == Membership.STREAMING;
        String state;
        if (process.isEmpty()) {
            state =
                    server.process().isHeldDown()
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
        server.process().holdDown(stayDown);
        server.process().handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Freezes every process of the server; the supervisor replaces it. */
    public void pause(String name) {
        server(name).process().handle().ifPresent(p -> ProcessTree.signal(p, "STOP"));
    }

    public void resume(String name) {
        server(name).process().handle().ifPresent(p -> ProcessTree.signal(p, "CONT"));
    }

    /**
     * A fast shutdown; the supervisor brings it back, and promotes another if it was the primary.
     */
    public void restart(String name) {
        PostgresServer server = server(name);
        server.process().holdDown(false);
        server.process().handle().ifPresent(p -> ProcessTree.signalOne(p, "INT"));
    }

    /** Lets a server that was told to stay down come back. */
    public void start(String name) {
        server(name).process().holdDown(false);
    }

    /** Stops all three cleanly, the primary first, so that the standbys have all of its log. */
    @Override
    public void close() {
        ControlLoop running = loop;
        Supervisor current = supervisor;
        if (running != null && current != null) {
            running.stop();
            server(current.record().primary()).stop();
        }
        servers.values().forEach(PostgresServer::stop);
        servers.values().forEach(PostgresServer::fence);
    }
}
