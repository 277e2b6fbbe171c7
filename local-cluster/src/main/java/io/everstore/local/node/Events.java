package io.everstore.local.node;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What happened, in order: the launcher's log, and the progress that people see. */
public final class Events {

    /** Kept in memory; older ones are in the launcher's log. */
    private static final int KEPT = 2000;

    /**
     * One thing that happened.
     *
     * @param number counts from 0
     */
    public record Event(long number, Instant at, String text) {}

    private final Clock clock;
    private final Consumer<Event> log;
    private final List<Event> kept = new ArrayList<>();
    private long next;

    public Events(Clock clock, Consumer<Event> log) {
        this.clock = clock;
        this.log = log;
    }

    public synchronized void add(String text) {
        Event event = new Event(next++, clock.instant(), text);
        kept.add(event);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        log.accept(event);
    }

    public synchronized List<Event> since(long number) {
        return kept.stream().filter(e -> e.number() >= number).toList();
    }
}
