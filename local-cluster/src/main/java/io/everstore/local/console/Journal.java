package io.everstore.local.console;

import io.everstore.local.console.Audience.Message;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last minutes, for a browser that comes later, and every browser that is here. */
final class Journal {

    /** Seconds of traffic. */
    private static final int SECONDS = 300;

    private static final int LINES = 200;

    private final Audience audience;
    private final Clock clock;
    private final Deque<Traffic.Second> seconds = new ArrayDeque<>();
    private final Deque<Line> lines = new ArrayDeque<>();

    /** One line of the log: what happened when. */
    record Line(Instant at, String text) {}

    Journal(Audience audience, Clock clock) {
        this.audience = audience;
        this.clock = clock;
    }

    /** Something that the console itself has seen. */
    void note(String text) {
        note(clock.instant(), text);
    }

    synchronized void note(Instant at, String text) {
        add(lines, new Line(at, text), LINES);
        audience.tell("log", List.of(new Line(at, text)));
    }

    synchronized void second(Traffic.Second second) {
        add(seconds, second, SECONDS);
        audience.tell("second", second);
    }

    synchronized List<Message> past() {
        return List.of(
                new Message("log", new ArrayList<>(lines)),
                new Message("past", new ArrayList<>(seconds)));
    }

    private static <T> void add(Deque<T> kept, T next, int most) {
        kept.addLast(next);
        if (kept.size() > most) {
            kept.removeFirst();
        }
    }
}
