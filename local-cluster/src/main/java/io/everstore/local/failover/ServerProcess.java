package io.everstore.local.failover;

import io.everstore.local.probe.Await;
import io.everstore.local.process.ChildProcesses;
import io.everstore.local.process.Proc;
import io.everstore.local.process.ProcessTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's side of one server. A fence comes either before a start, which then does
 * not happen, or after it and finds the process: never in between, where it would find nothing to
 * kill and the process would appear afterwards.
 */
final class ServerProcess {

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final Path data;
    private final Consumer<ProcessHandle> onExit;

    /** Held while a process is made and noted, but not while it starts up. */
    private final ReentrantLock starting = new ReentrantLock();

    private volatile @Nullable Process process;
    private final AtomicLong orders = new AtomicLong();
    private volatile boolean isHeldDown;
    private volatile boolean isRetired;

    ServerProcess(String name, Path data, Consumer<ProcessHandle> onExit) {
        this.name = name;
        this.data = data;
        this.onExit = onExit;
    }

    Optional<ProcessHandle> handle() {
        Process current = process;
        return current == null || !current.isAlive()
                ? Optional.empty()
                : Optional.of(current.toHandle());
    }

    /** Whether the kernel has it ready to run: busy or starved, but not frozen. */
    boolean isRunnable() {
        return handle().stream()
                .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))
                .anyMatch(p -> Proc.state(p.pid()).orElse('?') == 'R');
    }

    /** Whether this process is the server's now; an exit of an earlier one is history. */
    boolean isCurrent(ProcessHandle handle) {
        Process current = process;
        return current != null && current.toHandle().equals(handle);
    }

    /** Told to stay down, it refuses to start until it is told otherwise. */
    void holdDown(boolean hold) {
        locked(() -> isHeldDown = hold);
    }

    boolean isHeldDown() {
        return isHeldDown;
    }

    /** From now on it never starts again. */
    void retire() {
        locked(() -> isRetired = true);
    }

    long orders() {
        return orders.get();
    }

    /** What was decided before this moment is void. */
    long order() {
        locked(orders::incrementAndGet);
        return orders.get();
    }

    private void locked(Runnable action) {
        starting.lock();
        try {
            action.run();
        } finally {
            starting.unlock();
        }
    }

    /**
     * Starts it unless it runs.
     *
     * @param given the orders on which this was decided
     * @param prepare writes its files, just before
     * @return the new process; empty if it ran already
     */
    Optional<Process> start(
            ChildProcesses processes, ChildProcesses.Command command, long given, Runnable prepare)
            throws ServerFailure {
        starting.lock();
        try {
            if (given != orders.get()) {
                throw new ServerFailure(name + " was told something else meanwhile");
            }
            if (handle().isPresent()) {
                return Optional.empty();
            }
            if (isHeldDown || isRetired) {
                throw new ServerFailure(name + " was told to stay down");
            }
            prepare.run();
            Process started = processes.start(command);
            process = started;
            var _ = started.onExit().thenRun(() -> onExit.accept(started.toHandle()));
            return Optional.of(started);
        } finally {
            starting.unlock();
        }
    }

    /** The one who started it has seen its end: nobody else needs to hear of it. */
    void forget(Process ended) {
        locked(
                () -> {
                    if (ended.equals(process)) {
                        process = null;
                    }
                });
    }

    private @Nullable Process take() {
        starting.lock();
        try {
            orders.incrementAndGet();
            Process current = process;
            process = null; // whatever its exit still reports is history from here on
            return current;
        } finally {
            starting.unlock();
        }
    }

    /** SIGKILL to all of it, until nothing is left. */
    void fence() {
        Process current = take();
        if (current != null) {
            ProcessTree.kill(current.toHandle());
        }
        // Back ends leave the process group and are reparented when the postmaster dies before
        // them.
        boolean isGone =
                Await.until(
                        () -> {
                            List<ProcessHandle> left = Proc.withWorkingDirectory(data);
                            left.forEach(ProcessHandle::destroyForcibly);
                            return left.isEmpty();
                        },
                        KILL_LIMIT,
                        Duration.ofMillis(2));
        if (!isGone) {
            throw new IllegalStateException(
                    "processes of " + name + " survive SIGKILL: it cannot be fenced");
        }
    }

    /** A fast shutdown: sessions are ended, everything is written. */
    void stop() {
        Process current = take();
        if (current != null) {
            ProcessTree.signalOne(current.toHandle(), "INT");
            if (!ProcessTree.await(current.toHandle(), 10)) {
                ProcessTree.kill(current.toHandle());
            }
        }
    }
}
