package io.everstore.local.failover;

import io.everstore.local.probe.Await;
import io.everstore.local.process.ChildProcesses;
import io.everstore.local.process.Privileges;
import io.everstore.local.process.Proc;
import io.everstore.local.process.ProcessTree;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
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
import org.jspecify.annotations.Nullable;

/** One PostgreSQL server as a child process. */
final class PostgresServer implements DatabaseServer {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration PROMOTION_LIMIT = Duration.ofSeconds(15);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(5);
    private static final Duration OFTEN = Duration.ofMillis(3);

    /** What all servers of the cluster share. */
    record Environment(
            Home home,
            ChildProcesses processes,
            Privileges privileges,
            Path programs,
            Passwords passwords) {}

    /** The passwords of the two roles that the supervisor uses. */
    record Passwords(String superuser, String replicator) {}

    private final NodeSpec spec;
    private final Map<String, Integer> ports;
    private final Environment environment;
    private final ServerFiles files;
    private final BiConsumer<PostgresServer, ProcessHandle> onExit;
    private final Monitor monitor;

    private volatile @Nullable Process process;
    private volatile boolean isHeldDown;

    PostgresServer(
            NodeSpec spec,
            Map<String, Integer> ports,
            Environment environment,
            BiConsumer<PostgresServer, ProcessHandle> onExit) {
        this.spec = spec;
        this.ports = ports;
        this.environment = environment;
        this.onExit = onExit;
        List<String> others =
                ports.keySet().stream().filter(n -> !n.equals(spec.name())).sorted().toList();
        this.files =
                new ServerFiles(
                        environment.home().data(spec.name()), spec.name(), spec.port(), others);
        this.monitor = new Monitor(spec.port(), environment.passwords().superuser());
    }

    @Override
    public String name() {
        return spec.name();
    }

    NodeSpec spec() {
        return spec;
    }

    Monitor monitor() {
        return monitor;
    }

    Optional<ProcessHandle> process() {
        Process current = process;
        return current == null || !current.isAlive()
                ? Optional.empty()
                : Optional.of(current.toHandle());
    }

    @Override
    public boolean isRunning() {
        return process().isPresent();
    }

    /** Whether the kernel has it ready to run: busy or starved, but not frozen. */
    boolean isRunnable() {
        return process().stream()
                .flatMap(
                        p ->
                                java.util.stream.Stream.concat(
                                        java.util.stream.Stream.of(p), p.descendants()))
                .anyMatch(p -> Proc.state(p.pid()).orElse('?') == 'R');
    }

    /** Whether this process is the server's now; an exit of an earlier one is history. */
    boolean isCurrent(ProcessHandle handle) {
        Process current = process;
        return current != null && current.pid() == handle.pid();
    }

    /** Told to stay down, it refuses to start until it is told otherwise. */
    void holdDown(boolean hold) {
        isHeldDown = hold;
    }

    boolean isHeldDown() {
        return isHeldDown;
    }

    List<String> others() {
        return files.others();
    }

    @Override
    public boolean canFollow() {
        return files.isStandby();
    }

    /** Makes an empty database cluster; the first primary's only. */
    void initialise() throws ServerFailure {
        Path data = files.data();
        Path passwordFile = environment.home().run().resolve("superuser.pw");
        try {
            Home.delete(data);
            Home.privateDirectory(data);
            java.nio.file.Files.writeString(passwordFile, environment.passwords().superuser());
            environment.privileges().handOver(data);
            environment.privileges().handOver(passwordFile);
            List<String> command =
                    List.of(
                            program("initdb"),
                            "--pgdata=" + data,
                            "--username=postgres",
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--data-checksums",
                            "--no-instructions");
            Process initdb = environment.processes().start(command(name() + "-initdb", command));
            if (initdb.waitFor() != 0) {
                throw new ServerFailure("initdb of " + name() + " failed: see " + log());
            }
            java.nio.file.Files.delete(passwordFile);
            files.writePrimary();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot initialise " + name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("interrupted during initdb of " + name(), e);
        }
    }

    @Override
    public synchronized void startFollowing(String primary) throws ServerFailure {
        files.writeStandby(port(primary), environment.passwords().replicator());
        start();
    }

    @Override
    public synchronized void startAlone() throws ServerFailure {
        files.writePrimary();
        start();
    }

    private void start() throws ServerFailure {
        if (isRunning()) {
            return;
        }
        if (isHeldDown) {
            throw new ServerFailure(name() + " was told to stay down");
        }
        environment.privileges().handOver(files.data());
        files.forgetPostmaster();
        List<String> command = List.of(program("postgres"), "-D", files.data().toString());
        Process started = environment.processes().start(command(name(), command));
        process = started;
        var _ = started.onExit().thenRun(() -> onExit.accept(this, started.toHandle()));
        boolean accepts =
                Await.until(
                        () -> !started.isAlive() || monitor.connects(),
                        START_LIMIT,
                        Duration.ofMillis(10));
        if (!started.isAlive()) {
            throw new ServerFailure(
                    name() + " ended with exit code " + started.exitValue() + ": see " + log());
        }
        if (!accepts) {
            throw new ServerFailure(
                    name()
                            + " accepts no connection after "
                            + START_LIMIT.toSeconds()
                            + " s: see "
                            + log());
        }
    }

    @Override
    public void fence() {
        Process current = process;
        process = null; // whatever its exit still reports is history from here on
        monitor.close();
        if (current != null) {
            ProcessTree.kill(current.toHandle());
        }
        // Back ends leave the process group and are reparented when the postmaster dies before
        // them.
        boolean isGone =
                Await.until(
                        () -> {
                            List<ProcessHandle> left = Proc.withWorkingDirectory(files.data());
                            left.forEach(ProcessHandle::destroyForcibly);
                            return left.isEmpty();
                        },
                        Duration.ofSeconds(10),
                        Duration.ofMillis(2));
        if (!isGone) {
            throw new IllegalStateException(
                    "processes of " + name() + " survive SIGKILL: it cannot be fenced");
        }
    }

    /** A fast shutdown: sessions are ended, everything is written. */
    void stop() {
        Process current = process;
        process = null;
        monitor.close();
        if (current != null) {
            ProcessTree.signalOne(current.toHandle(), "INT");
            if (!ProcessTree.await(current.toHandle(), 10)) {
                ProcessTree.kill(current.toHandle());
            }
        }
    }

    @Override
    public void cloneFrom(DatabaseServer primary) throws ServerFailure {
        PostgresServer source = (PostgresServer) primary;
        try (Connection connection = source.monitor.open()) {
            files.forgetPostmaster();
            Clone.copy(connection, source.files.data(), files.data());
            files.writeStandbySignal(); // last: a clone without it is half-made
        } catch (SQLException | IOException e) {
            throw new ServerFailure("cannot clone " + name() + " from " + source.name(), e);
        }
    }

    /** Gives up its data: the next repair clones it. */
    void discard() {
        Home.delete(files.data());
    }

    @Override
    public void follow(String primary) throws ServerFailure {
        files.writeStandby(port(primary), environment.passwords().replicator());
        environment.privileges().handOver(files.data());
        ProcessHandle running =
                process().orElseThrow(() -> new ServerFailure(name() + " is not running"));
        ProcessTree.signalOne(running, "HUP");
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
        files.writePrimary();
        monitor.createSlots(files.others());
        monitor.promote();
        long end = System.nanoTime() + PROMOTION_LIMIT.toNanos();
        while (monitor.isInRecovery()) {
            if (System.nanoTime() - end > 0 || !Await.pause(OFTEN)) {
                throw new ServerFailure(
                        name()
                                + " is still not promoted after "
                                + PROMOTION_LIMIT.toSeconds()
                                + " s");
            }
        }
    }

    @Override
    public Replication replication() throws ServerFailure {
        return monitor.replication();
    }

    private int port(String server) {
        Integer port = ports.get(server);
        if (port == null) {
            throw new IllegalArgumentException("no such server: " + server);
        }
        return port;
    }

    private String program(String name) {
        return environment.programs().resolve("bin").resolve(name).toString();
    }

    private Path log() {
        return environment.home().log(name());
    }

    private ChildProcesses.Command command(String pidName, List<String> command) {
        return new ChildProcesses.Command(
                pidName, command, environment.home().root(), log(), Map.of(), true);
    }
}
