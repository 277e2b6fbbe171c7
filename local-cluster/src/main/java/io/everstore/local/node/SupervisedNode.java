package io.everstore.local.node;

import io.everstore.local.probe.Await;
import io.everstore.local.process.ChildProcesses;
import io.everstore.local.process.Proc;
import io.everstore.local.process.ProcessTree;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.NodeView;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that is kept running by a thread of its own.
 *
 * <pre>
 * STARTING    transitions to: UP          after it is ready
 *                             RESTARTING  after its process ended
 * UP          transitions to: RESTARTING  after its process ended, or was killed because it hung
 *                             DOWN        after it was killed and told to stay down
 * RESTARTING  transitions to: STARTING    after the back-off
 *                             DOWN        after it was told to stay down
 * DOWN        transitions to: STARTING    after start
 * </pre>
 *
 * A frozen process is shown as paused, whatever the state.
 */
final class SupervisedNode implements Node {

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration LIVENESS_INTERVAL = Duration.ofSeconds(1);

    /** A life shorter than this was a failed start: the next one waits longer. */
    private static final Duration STABLE = Duration.ofSeconds(60);

    private final Blueprint blueprint;
    private final ChildProcesses processes;
    private final Semaphore startSlots;
    private final Consumer<String> events;
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile String state = NodeView.STARTING;
    private volatile @Nullable Process process;
    private volatile boolean isHeldDown;
    private volatile boolean isStopping;
    private volatile boolean isAskedToRestart;
    private volatile Map<String, String> environment = Map.of();
    private final AtomicInteger quickDeaths = new AtomicInteger();

    /**
     * @param startSlots how many nodes may be starting at once: each takes a core for seconds
     * @param events gets a sentence for each change
     */
    SupervisedNode(
            Blueprint blueprint,
            ChildProcesses processes,
            Semaphore startSlots,
            Consumer<String> events) {
        this.blueprint = blueprint;
        this.processes = processes;
        this.startSlots = startSlots;
        this.events = events;
    }

    /** Begins to keep the process running. */
    SupervisedNode open() {
        Thread.ofPlatform().name("keeper-" + spec().name()).daemon().start(this::keep);
        return this;
    }

    private void keep() {
        Duration delay = blueprint.restartDelay();
        while (!isStopping) {
            if (isHeldDown) {
                state = NodeView.DOWN;
                Await.pause(LOOK);
                continue;
            }
            long start = System.nanoTime();
            runOnce();
            boolean wasStable = System.nanoTime() - start > STABLE.toNanos();
            boolean isPlanned = isStopping || isHeldDown || isAskedToRestart;
            isAskedToRestart = false;
            if (isPlanned || wasStable) {
                delay = blueprint.restartDelay();
                quickDeaths.set(0);
            }
            if (!isPlanned) {
                state = NodeView.RESTARTING;
                quickDeaths.incrementAndGet();
                Duration wait = delay;
                Await.until(() -> isStopping || isHeldDown, wait, LOOK);
                delay =
                        delay.multipliedBy(2).compareTo(LONGEST_DELAY) > 0
                                ? LONGEST_DELAY
                                : delay.multipliedBy(2);
            }
        }
        ended.countDown();
    }

    /** One life of the process, from its start to its end. */
    private void runOnce() {
        state = NodeView.STARTING;
        long begin = System.nanoTime();
        try {
            startSlots.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Process started;
        boolean isReady;
        try {
            if (isStopping) {
                return;
            }
            started = processes.start(blueprint.command().get().with(environment));
            process = started;
            isReady =
                    Await.until(
                            () -> !started.isAlive() || blueprint.isReady().getAsBoolean(),
                            Duration.ofMinutes(3),
                            LOOK);
        } catch (RuntimeException e) {
            events.accept(spec().name() + " cannot be started: " + e.getMessage());
            return;
        } finally {
            startSlots.release();
        }
        if (started.isAlive() && isReady) {
            state = NodeView.UP;
            events.accept(
                    "%s up after %.1f s"
                            .formatted(spec().name(), (System.nanoTime() - begin) / 1e9));
        }
        awaitEnd(started);
        if (!isStopping) {
            events.accept(spec().name() + " ended with exit code " + started.exitValue());
        }
    }

    /** Waits for the end of the process and, once a second, asks whether it still answers. */
    private void awaitEnd(Process running) {
        var silence =
                new HangDetector(
                        blueprint.hangLimit(),
                        () -> Proc.waitedForProcessor(running.pid()),
                        System.nanoTime());
        try {
            while (!running.waitFor(LIVENESS_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                boolean isPausedOnPurpose =
                        ProcessTree.isStopped(running.toHandle())
                                && !blueprint.isReplacedWhenPaused();
                if (isPausedOnPurpose || isStopping || blueprint.isReady().getAsBoolean()) {
                    silence.answered(System.nanoTime());
                } else if (silence.hangs(System.nanoTime())) {
                    events.accept(spec().name() + " hangs: killed, to be restarted");
                    ProcessTree.kill(running.toHandle());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many times it died soon after its start, in a row. */
    int quickDeaths() {
        return quickDeaths.get();
    }

    @Override
    public NodeSpec spec() {
        return blueprint.spec();
    }

    private Optional<ProcessHandle> handle() {
        Process current = process;
        return current == null || !current.isAlive()
                ? Optional.empty()
                : Optional.of(current.toHandle());
    }

    @Override
    public NodeView view() {
        Optional<ProcessHandle> handle = handle();
        boolean isFrozen = handle.map(ProcessTree::isStopped).orElse(false);
        String shown = state;
        if (isFrozen) {
            shown = NodeView.PAUSED;
        } else if (handle.isEmpty() && shown.equals(NodeView.UP)) {
            shown = NodeView.RESTARTING; // it died this instant
        }
        return new NodeView(
                spec().name(),
                spec().tier().label(),
                shown.equals(NodeView.UP) ? blueprint.role().get().orElse(null) : null,
                shown,
                handle.map(ProcessHandle::pid).orElse(null),
                spec().port(),
                handle.map(ProcessTree::residentMiB).orElse(0L));
    }

    @Override
    public void kill(boolean stayDown) {
        isHeldDown = stayDown;
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void pause() {
        handle().ifPresent(p -> ProcessTree.signal(p, "STOP"));
    }

    @Override
    public void resume() {
        handle().ifPresent(p -> ProcessTree.signal(p, "CONT"));
    }

    @Override
    public void restart(Map<String, String> changed) {
        environment = Map.copyOf(changed);
        isHeldDown = false;
        isAskedToRestart = true;
        handle().ifPresent(p -> ProcessTree.signalOne(p, "TERM"));
    }

    @Override
    public void start() {
        isHeldDown = false;
    }

    @Override
    public void stop() {
        isStopping = true;
        handle().ifPresent(
                        p -> {
                            resume();
                            ProcessTree.signalOne(p, "TERM");
                            if (!ProcessTree.await(p, blueprint.stopLimit().toSeconds())) {
                                ProcessTree.kill(p);
                            }
                        });
        try {
            ended.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
