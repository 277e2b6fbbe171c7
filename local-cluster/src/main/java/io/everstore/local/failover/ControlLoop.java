package io.everstore.local.failover;

import io.everstore.local.probe.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The threads around one {@link Supervisor}: the control thread takes every decision, the probe
 * thread asks the primary, and one repair thread for each server brings it back.
 */
final class ControlLoop {

    private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);
    private static final Duration HELD_DOWN_INTERVAL = Duration.ofMillis(100);
    private static final long END_LIMIT_SECONDS = 15;
    private static final int RETRY_TICKS = 20;

    private final Map<String, PostgresServer> servers;
    private final Supervisor supervisor;
    private final DetectorSettings settings = DetectorSettings.standard();
    private final SilenceDetector detector = new SilenceDetector(settings);
    private final StandbyWatch standbys = new StandbyWatch(settings.standbySilence());
    private final Consumer<String> events;
    private final List<Thread> threads = new ArrayList<>();
    private final ScheduledExecutorService control =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("pg-control").daemon().factory());

    private volatile boolean isStopping;
    private int blockedTicks;

    ControlLoop(
            Map<String, PostgresServer> servers, Supervisor supervisor, Consumer<String> events) {
        this.servers = servers;
        this.supervisor = supervisor;
        this.events = events;
    }

    /** Returns once there is a primary, or it is known that there is none for now. */
    void start() throws InterruptedException {
        try {
            control.submit(supervisor::start).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("PostgreSQL cannot be started", e.getCause());
        }
        // With a fixed delay: after a long decision there must not be a burst of ticks.
        var _ =
                control.scheduleWithFixedDelay(
                        guarded(this::tick), 0, settings.tick().toMillis(), TimeUnit.MILLISECONDS);
        run("pg-probe", this::probe);
        servers.values().forEach(s -> run("repair-" + s.name(), () -> repair(s)));
    }

    private void run(String name, Runnable task) {
        threads.add(Thread.ofPlatform().name(name).daemon().start(task));
    }

    /** Asks the primary again and again; what hangs here is what the control thread measures. */
    private void probe() {
        while (!isStopping) {
            guarded(this::ask).run();
            Await.pause(PROBE_INTERVAL);
        }
    }

    private void ask() {
        long epoch = supervisor.epoch(); // before the rest: see Supervisor.observe
        PostgresServer primary = primary();
        try {
            Replication seen = primary.probe();
            detector.answered();
            control.execute(guarded(() -> observe(seen, epoch)));
        } catch (ServerFailure e) {
            return; // silence, which the control thread counts
        }
    }

    private void observe(Replication seen, long epoch) {
        supervisor.observe(seen, epoch);
        for (String name : standbys.silent(seen)) {
            if (supervisor.membership(name) == Membership.STREAMING) {
                supervisor.standbyLost(
                        name, "silent for " + settings.standbySilence().toMillis() + " ms");
            }
        }
    }

    private void tick() {
        PostgresServer primary = primary();
        if (isStopping) {
            return;
        }
        if (supervisor.state() == Supervisor.State.BLOCKED) {
            if (mayHelpToRetry(primary) && ++blockedTicks % RETRY_TICKS == 0) {
                supervisor.retry();
                detector.reset();
            }
        } else if (detector.tick(System.nanoTime(), primary.process()::isRunnable)) {
            lose("frozen: no answer for " + detector.silentMillis() + " ms");
        }
    }

    /** Not while those whom it takes are told to stay down. */
    private boolean mayHelpToRetry(PostgresServer primary) {
        var electors = supervisor.record().electors();
        return !primary.process().isHeldDown()
                || (!electors.isEmpty()
                        && electors.stream().noneMatch(e -> server(e).process().isHeldDown()));
    }

    /** A server's process ended. Any thread. */
    void exited(PostgresServer server, ProcessHandle handle) {
        if (isStopping) {
            return;
        }
        control.execute(
                guarded(
                        () -> {
                            if (!server.process().isCurrent(handle)) {
                                return; // history
                            }
                            if (server == primary()) {
                                lose("its process ended");
                            } else {
                                supervisor.standbyLost(server.name(), "its process ended");
                            }
                        }));
    }

    private void lose(String why) {
        supervisor.primaryLost(why);
        detector.reset();
    }

    /** These threads must go on: without them there is no failure detector. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RejectedExecutionException e) {
                return; // the control thread has ended, and so does this
            } catch (RuntimeException | Error e) {
                if (!isStopping) {
                    events.accept("supervisor: " + e);
                }
            }
        };
    }

    private void repair(PostgresServer server) {
        Repair repair =
                new Repair(
                        server,
                        supervisor,
                        this::call,
                        settings.streamLimit(),
                        System::nanoTime,
                        this::report);
        while (!isStopping) {
            Await.pause(server.process().isHeldDown() ? HELD_DOWN_INTERVAL : repair.step());
        }
    }

    private void report(String event) {
        if (!isStopping) {
            events.accept(event);
        }
    }

    private <T> T call(Callable<T> task) throws ServerFailure {
        try {
            return control.submit(task).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ServerFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (RejectedExecutionException e) {
            throw new ServerFailure("the supervisor is being stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("interrupted", e);
        }
    }

    private PostgresServer primary() {
        return server(supervisor.record().primary());
    }

    private PostgresServer server(String name) {
        PostgresServer found = servers.get(name);
        if (found == null) {
            throw new IllegalStateException("no such PostgreSQL server: " + name);
        }
        return found;
    }

    /** No more decisions, and no more repairs, when this returns; the servers run on. */
    void stop() {
        isStopping = true;
        control.shutdownNow();
        threads.forEach(Thread::interrupt);
        try {
            boolean hasEnded = control.awaitTermination(END_LIMIT_SECONDS, TimeUnit.SECONDS);
            for (Thread thread : threads) {
                hasEnded &= thread.join(Duration.ofSeconds(END_LIMIT_SECONDS));
            }
            if (!hasEnded) {
                events.accept("supervisor: a thread does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
