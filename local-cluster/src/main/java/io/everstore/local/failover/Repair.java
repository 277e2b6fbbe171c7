package io.everstore.local.failover;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Brings one lost server back as a standby, step by step, on a thread of its own, because cloning
 * takes seconds and the control thread must not wait. Whatever it decides on it decides on the
 * control thread; what takes long it does only to a server that can be spared, or with the orders
 * that it was given, which are void as soon as the control thread gives others.
 *
 * <pre>
 * LOOK    transitions to: CLONE   after an absent server was fenced whose data is no standby's
 *                         ADMIT   after an absent server was fenced whose data is
 *                         START   if it is admitted
 * CLONE   transitions to: ADMIT   after the copy is complete
 * ADMIT   transitions to: START   after it may connect
 * START   transitions to: AWAIT   after it accepts connections
 * AWAIT   transitions to: LOOK    after it streams, or was told something else meanwhile
 * any     transitions to: LOOK    after a failure; one that does not stream is discarded
 * </pre>
 */
final class Repair {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    private enum Step {
        LOOK,
        CLONE,
        ADMIT,
        START,
        AWAIT
    }

    /** Runs a task on the control thread and waits for it. */
    interface Control {
        <T> T call(Callable<T> task) throws ServerFailure;
    }

    private final DatabaseServer server;
    private final Supervisor supervisor;
    private final Control control;
    private final Duration streamLimit;
    private final LongSupplier nanos;
    private final Consumer<String> events;

    private Step next = Step.LOOK;
    private Duration backoff = FIRST_BACKOFF;

    /** As it was when the present round began. */
    private Supervisor.Place place = new Supervisor.Place("", 0, false, Membership.ABSENT, 0);

    /** With which the server may be started. */
    private long orders;

    private long streamsUntil;

    /**
     * @param streamLimit how long a started standby may take to stream
     * @param nanos a monotonic clock
     */
    Repair(
            DatabaseServer server,
            Supervisor supervisor,
            Control control,
            Duration streamLimit,
            LongSupplier nanos,
            Consumer<String> events) {
        this.server = server;
        this.supervisor = supervisor;
        this.control = control;
        this.streamLimit = streamLimit;
        this.nanos = nanos;
        this.events = events;
    }

    /** Does the next step; returns how long to wait before the one after it. */
    Duration step() {
        Step step = next;
        next = Step.LOOK;
        try {
            return switch (step) {
                case LOOK -> look();
                case CLONE -> copy();
                case ADMIT -> admit();
                case START -> start();
                case AWAIT -> await();
            };
        } catch (ServerFailure | RuntimeException e) {
            next = Step.LOOK;
            events.accept(server.name() + " is not back yet: " + e.getMessage());
            Duration wait = backoff;
            Duration twice = backoff.multipliedBy(2);
            backoff = twice.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : twice;
            return wait;
        }
    }

    private Duration look() throws ServerFailure {
        place =
                control.call(
                        () -> {
                            Supervisor.Place now = supervisor.place(server.name());
                            if (isNeeded(now) && now.membership() == Membership.ABSENT) {
                                server.fence();
                            }
                            return now;
                        });
        if (!isNeeded(place)) {
            backoff = FIRST_BACKOFF;
            return IDLE;
        }
        orders = place.orders();
        if (place.membership() == Membership.ADMITTED) {
            next = Step.START;
        } else {
            // An elector's data is fit by definition, even if it was never started.
            boolean isFit = server.canFollow() || !canSpare();
            next = isFit ? Step.ADMIT : Step.CLONE;
        }
        return AT_ONCE;
    }

    private boolean isNeeded(Supervisor.Place now) {
        return now.hasPrimary()
                && !now.primary().equals(server.name())
                && now.membership() != Membership.STREAMING;
    }

    private boolean canSpare() throws ServerFailure {
        return control.call(() -> supervisor.canSpare(server.name()));
    }

    private Duration copy() throws ServerFailure {
        if (!canSpare()) {
            throw new ServerFailure("its data may still be needed");
        }
        long start = nanos.getAsLong();
        server.cloneFrom(control.call(supervisor::primary));
        long millis = Duration.ofNanos(nanos.getAsLong() - start).toMillis();
        events.accept(server.name() + " cloned from " + place.primary() + " in " + millis + " ms");
        next = Step.ADMIT;
        return AT_ONCE;
    }

    private Duration admit() throws ServerFailure {
        // Not in another term: a copy of a former primary may be ahead of the present one.
        orders = control.call(() -> supervisor.admit(server.name(), place.term()));
        next = Step.START;
        return AT_ONCE;
    }

    private Duration start() throws ServerFailure {
        streamsUntil = nanos.getAsLong() + streamLimit.toNanos();
        try {
            server.startFollowing(place.primary(), orders);
        } catch (ServerFailure e) {
            return giveUp(e);
        }
        next = Step.AWAIT;
        return SOON;
    }

    private Duration await() throws ServerFailure {
        Supervisor.Place now = control.call(() -> supervisor.place(server.name()));
        boolean isOver = now.membership() != Membership.ADMITTED || now.orders() != orders;
        if (isOver) {
            return SOON; // it streams, was lost again, or is to follow another: look afresh
        }
        if (nanos.getAsLong() - streamsUntil > 0) {
            return giveUp(new ServerFailure("it does not stream from " + place.primary()));
        }
        next = Step.AWAIT;
        return SOON;
    }

    private enum Verdict {
        OVERTAKEN,
        KEEP,
        DISCARD
    }

    /** Its data does not fit the primary's: let the electors go on without it, and clone it. */
    private Duration giveUp(ServerFailure why) throws ServerFailure {
        Verdict verdict =
                control.call(
                        () -> {
                            if (server.orders() != orders) {
                                return Verdict.OVERTAKEN; // this failure is history
                            }
                            supervisor.standbyLost(server.name(), why.getMessage());
                            return supervisor.canSpare(server.name())
                                    ? Verdict.DISCARD
                                    : Verdict.KEEP;
                        });
        if (verdict == Verdict.OVERTAKEN) {
            return SOON;
        }
        if (verdict == Verdict.DISCARD) {
            server.discard();
        }
        throw why;
    }
}
