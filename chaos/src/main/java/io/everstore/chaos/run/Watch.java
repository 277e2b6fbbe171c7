package io.everstore.chaos.run;

import io.everstore.chaos.invariant.Checks;
import io.everstore.chaos.measure.Roles;
import io.everstore.chaos.targets.Target;
import io.everstore.chaos.workload.Figures;
import io.everstore.chaos.workload.History;
import io.everstore.local.control.CommandFailed;
import io.everstore.local.topology.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at nodes, customers and invariants while a run lasts, each once a second or so. */
final class Watch implements AutoCloseable {

    /** Until then every request of a second has its answer, or is as good as lost. */
    private static final Duration ANSWERED = Duration.ofSeconds(2);

    private final Target target;
    private final History history;
    private final Checks checks;
    private final Roles roles;
    private final Consumer<RunEvent> events;
    private final ScheduledExecutorService clock =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().name("watch").daemon().factory());

    Watch(Target target, History history, Checks checks, Roles roles, Consumer<RunEvent> events) {
        this.target = target;
        this.history = history;
        this.checks = checks;
        this.roles = roles;
        this.events = events;
    }

    Watch open() {
        var _ = clock.scheduleWithFixedDelay(this::lookAtNodes, 0, 500, TimeUnit.MILLISECONDS);
        var _ = clock.scheduleWithFixedDelay(this::lookAtCustomers, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    private void lookAtNodes() {
        try {
            Instant now = Instant.now();
            List<NodeView> changed = roles.look(target.nodes(), now);
            if (!changed.isEmpty()) {
                events.accept(new RunEvent.Changed(now, changed));
            }
        } catch (CommandFailed e) {
            // A launcher without a processor answers the next time; a dead one ends the run anyway.
        }
    }

    private void lookAtCustomers() {
        checks.sample();
        Instant to = Instant.now().minus(ANSWERED);
        Figures figures = history.figures(to.minusSeconds(1), to, _ -> true);
        events.accept(
                new RunEvent.Sampled(
                        to, figures.ok(), figures.count() - figures.ok(), figures.p99()));
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
