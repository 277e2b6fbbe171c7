package io.everstore.local.failover;

import io.everstore.local.probe.Await;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Brings one lost server back as a standby, on a thread of its own, because cloning takes seconds
 * and the control thread must not wait. It touches a server's files only while that server is
 * ABSENT; everything that concerns the cluster it asks the control thread to do.
 */
final class Repair {

    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    private final PostgresServer server;
    private final Supervisor supervisor;
    private final Control control;
    private final DetectorSettings settings;
    private final Consumer<String> events;
    private Duration backoff = FIRST_BACKOFF;

    /** Runs a task on the control thread and waits for it. */
    interface Control {
        <T> T call(Callable<T> task) throws ServerFailure;
    }

    Repair(
            PostgresServer server,
            Supervisor supervisor,
            Control control,
            DetectorSettings settings,
            Consumer<String> events) {
        this.server = server;
        this.supervisor = supervisor;
        this.control = control;
        this.settings = settings;
        this.events = events;
    }

    /** What the control thread knew when it was asked. */
    private record View(String primary, boolean hasPrimary, Supervisor.Membership membership) {}

    private View look() throws ServerFailure {
        return control.call(
                () ->
                        new View(
                                supervisor.record().primary(),
                                supervisor.state() == Supervisor.State.HEALTHY
                                        || supervisor.state() == Supervisor.State.DEGRADED,
                                supervisor.membership(server.name())));
    }

    /** Whether there was nothing to do, so that the caller may wait longer. */
    boolean once() {
        try {
            View view = look();
            boolean isWell = view.membership() == Supervisor.Membership.STREAMING;
            if (!view.hasPrimary() || view.primary().equals(server.name()) || isWell) {
                backoff = FIRST_BACKOFF;
                return true;
            }
            bringBack(view);
            backoff = FIRST_BACKOFF;
        } catch (ServerFailure e) {
            events.accept(server.name() + " is not back yet: " + e.getMessage());
            Await.pause(backoff);
            backoff =
                    backoff.multipliedBy(2).compareTo(LONGEST_BACKOFF) > 0
                            ? LONGEST_BACKOFF
                            : backoff.multipliedBy(2);
        }
        return false;
    }

    private void bringBack(View view) throws ServerFailure {
        if (view.membership() == Supervisor.Membership.ABSENT) {
            server.fence();
            if (!server.canFollow()) {
                clone(view.primary());
            }
            control.call(
                    () -> {
                        supervisor.admit(server.name());
                        return true;
                    });
        }
        try {
            server.startFollowing(view.primary());
            awaitStreaming(view.primary());
        } catch (ServerFailure e) {
            giveUp(view.primary(), e);
        }
    }

    private void clone(String primary) throws ServerFailure {
        long start = System.nanoTime();
        server.cloneFrom(control.call(supervisor::primary));
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        events.accept(server.name() + " cloned from " + primary + " in " + millis + " ms");
    }

    private void awaitStreaming(String primary) throws ServerFailure {
        long end = System.nanoTime() + settings.streamLimit().toNanos();
        while (true) {
            View now = look();
            boolean isOver =
                    now.membership() != Supervisor.Membership.ADMITTED
                            || !now.primary().equals(primary);
            if (isOver) {
                return; // it streams, it was lost again, or the primary changed: look afresh
            }
            if (System.nanoTime() - end > 0 || !Await.pause(SOON)) {
                throw new ServerFailure("it does not stream from " + primary);
            }
        }
    }

    /** Its data does not fit the primary's: let the electors go on without it, and clone it. */
    private void giveUp(String primary, ServerFailure why) throws ServerFailure {
        boolean mayDiscard =
                control.call(
                        () -> {
                            supervisor.standbyLost(server.name(), why.getMessage());
                            return supervisor.record().primary().equals(primary)
                                    && supervisor.membership(server.name())
                                            == Supervisor.Membership.ABSENT;
                        });
        if (mayDiscard) {
            server.discard();
        }
        throw why;
    }
}
