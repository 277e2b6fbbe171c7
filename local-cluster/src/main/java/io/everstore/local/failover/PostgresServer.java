package io.everstore.local.failover;

import io.everstore.local.probe.Await;
import io.everstore.local.process.ChildProcesses;
import io.everstore.local.process.Privileges;
import io.everstore.local.process.ProcessTree;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One PostgreSQL server as a child process. */
final class PostgresServer implements DatabaseServer {

    /** Long enough for the recovery of a primary, or for a clone to become consistent. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** For an elector that is started to be heard: the old primary could be restarted meanwhile. */
    private static final Duration HEARING_LIMIT = Duration.ofSeconds(10);

    private static final Duration PROMOTION_LIMIT = Duration.ofSeconds(15);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(5);
    private static final Duration OFTEN = Duration.ofMillis(3);

    /** What all servers of the cluster share. */
    record Environment(
            Home home,
            ChildProcesses processes,
            Privileges privileges,
            Path programs,
            Passwords passwords,
            Transport transport) {}

    /** The passwords of the two roles that the supervisor uses. */
    record Passwords(String superuser, String replicator) {}

    private final NodeSpec spec;
    private final Map<String, Integer> ports;
    private final Environment environment;
    private final ServerFiles files;
    private final Monitor monitor;

    /** The probe thread's own: a question that hangs there must not keep the control thread. */
    private final Monitor prober;

    private final ServerProcess process;

    PostgresServer(
            NodeSpec spec,
            Map<String, Integer> ports,
            Environment environment,
            BiConsumer<PostgresServer, ProcessHandle> onExit) {
        this.spec = spec;
        this.ports = ports;
        this.environment = environment;
        List<String> others =
                ports.keySet().stream().filter(n -> !n.equals(spec.name())).sorted().toList();
        this.files =
                new ServerFiles(
                        environment.home().data(spec.name()),
                        spec.name(),
                        spec.port(),
                        others,
                        environment.transport());
        this.monitor = monitor(spec, environment);
        this.prober = monitor(spec, environment);
        this.process =
                new ServerProcess(spec.name(), files.data(), handle -> onExit.accept(this, handle));
    }

    private static Monitor monitor(NodeSpec spec, Environment environment) {
        return new Monitor(
                spec.port(), environment.passwords().superuser(), environment.transport());
    }

    @Override
    public String name() {
        return spec.name();
    }

    NodeSpec spec() {
        return spec;
    }

    Environment environment() {
        return environment;
    }

    ServerFiles files() {
        return files;
    }

    Monitor monitor() {
        return monitor;
    }

    ServerProcess process() {
        return process;
    }

    @Override
    public boolean isRunning() {
        return process.handle().isPresent();
    }

    @Override
    public long orders() {
        return process.orders();
    }

    @Override
    public boolean canFollow() {
        return files.isStandby();
    }

    @Override
    public void startFollowing(String primary) throws ServerFailure {
        start(process.order(), () -> writeStandby(primary), HEARING_LIMIT);
    }

    @Override
    public void startFollowing(String primary, long orders) throws ServerFailure {
        start(orders, () -> writeStandby(primary), START_LIMIT);
    }

    @Override
    public void startAlone() throws ServerFailure {
        if (!files.isInitialised()) {
            throw new ServerFailure(name() + " has no data in " + files.data());
        }
        start(process.order(), files::writePrimary, START_LIMIT);
    }

    private void writeStandby(String primary) {
        files.acceptClone();
        if (!files.isStandby()) {
            // Without the signal file it would start as a primary.
            throw new IllegalStateException("its data is not a standby's");
        }
        files.writeStandby(port(primary), environment.passwords().replicator());
    }

    private void start(long orders, Runnable configure, Duration limit) throws ServerFailure {
        Optional<Process> started;
        try {
            started =
                    process.start(
                            environment.processes(),
                            command(name(), program("postgres"), "-D", files.data().toString()),
                            orders,
                            () -> prepare(configure));
        } catch (RuntimeException e) {
            throw new ServerFailure("cannot start " + name() + ": " + e.getMessage(), e);
        }
        if (started.isPresent()) {
            awaitConnections(started.get(), limit);
        }
    }

    private void prepare(Runnable configure) {
        configure.run();
        files.writeCertificate();
        environment.privileges().handOver(files.data());
        files.forgetPostmaster();
        disconnect(); // what is still open leads to an earlier process
    }

    private void awaitConnections(Process started, Duration limit) throws ServerFailure {
        boolean accepts =
                Await.until(
                        () -> !started.isAlive() || monitor.connects(),
                        limit,
                        Duration.ofMillis(10));
        if (!started.isAlive()) {
            process.forget(started);
            throw new ServerFailure(
                    name() + " ended with exit code " + started.exitValue() + ": see " + log());
        }
        if (!accepts && Thread.currentThread().isInterrupted()) {
            throw new ServerFailure("interrupted while " + name() + " was starting");
        }
        if (!accepts) {
            throw new ServerFailure(
                    "%s accepts no connection after %d s: see %s"
                            .formatted(name(), limit.toSeconds(), log()));
        }
    }

    private void disconnect() {
        monitor.close();
        prober.close();
    }

    @Override
    public void fence() {
        disconnect();
        process.fence();
        disconnect(); // a connection may have come between
    }

    /** A fast shutdown, for good. */
    void stop() {
        process.retire();
        disconnect();
        process.stop();
    }

    @Override
    public void cloneFrom(DatabaseServer primary) throws ServerFailure {
        PostgresServer source = (PostgresServer) primary;
        try (Connection connection = source.monitor.open()) {
            discard();
            Clone.copy(connection, ServerFiles.slot(name()), source.files.data(), files.data());
            files.writeCloneMark(); // last: a clone without it is half-made
        } catch (SQLException | IOException | UncheckedIOException e) {
            throw new ServerFailure(
                    "cannot clone " + name() + " from " + source.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void discard() {
        files.forgetPostmaster();
        files.forgetFitness();
        Home.delete(files.data());
    }

    @Override
    public void follow(String primary) throws ServerFailure {
        process.order();
        ProcessHandle running =
                process.handle().orElseThrow(() -> new ServerFailure(name() + " is not running"));
        try {
            writeStandby(primary);
            environment.privileges().handOver(files.data());
            ProcessTree.signalOne(running, "HUP");
        } catch (RuntimeException e) {
            throw new ServerFailure(name() + " cannot be told to follow: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isInRecovery() throws ServerFailure {
        return monitor.isInRecovery();
    }

    @Override
    public Lsn received() throws ServerFailure {
        return monitor.received(SETTLE_LIMIT);
    }

    @Override
    public void promote() throws ServerFailure {
        process.order();
        try {
            files.writePrimary();
        } catch (UncheckedIOException e) {
            throw new ServerFailure("cannot promote " + name() + ": " + e.getMessage(), e);
        }
        monitor.createSlots(files.others());
        monitor.promote();
        long end = System.nanoTime() + PROMOTION_LIMIT.toNanos();
        while (monitor.isInRecovery()) {
            if (System.nanoTime() - end > 0 || !Await.pause(OFTEN)) {
                throw new ServerFailure(
                        name() + " is not promoted after " + PROMOTION_LIMIT.toSeconds() + " s");
            }
        }
    }

    @Override
    public Replication replication() throws ServerFailure {
        return monitor.replication();
    }

    /** The same question, asked by the probe thread. */
    Replication probe() throws ServerFailure {
        return prober.replication();
    }

    private int port(String server) {
        Integer port = ports.get(server);
        if (port == null) {
            throw new IllegalArgumentException("no such server: " + server);
        }
        return port;
    }

    String program(String name) {
        return environment.programs().resolve("bin").resolve(name).toString();
    }

    Path log() {
        return environment.home().log(name());
    }

    /** One of PostgreSQL's programs, as it is to be started for this server. */
    ChildProcesses.Command command(String pidName, String... command) {
        return new ChildProcesses.Command(
                pidName, List.of(command), environment.home().root(), log(), Map.of(), true);
    }
}
