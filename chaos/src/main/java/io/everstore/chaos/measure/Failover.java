package io.everstore.chaos.measure;

import io.everstore.local.node.Events.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the time until recovery divides, in milliseconds from the fault; not a number for what did
 * not happen.
 *
 * @param detection until whoever supervises the node noticed
 * @param promotion until another database server was the primary
 */
public record Failover(double detection, double promotion) {

    static Failover of(List<Event> events, Instant fault, List<String> nodes) {
        return new Failover(
                millis(
                        fault,
                        first(
                                events,
                                fault,
                                text ->
                                        !text.endsWith("as ordered")
                                                && nodes.stream().anyMatch(text::contains))),
                millis(fault, first(events, fault, text -> text.contains(" promoted ("))));
    }

    private static Optional<Instant> first(
            List<Event> events, Instant fault, Predicate<String> what) {
        return events.stream()
                .filter(event -> !event.at().isBefore(fault) && what.test(event.text()))
                .map(Event::at)
                .findFirst();
    }

    private static double millis(Instant fault, Optional<Instant> then) {
        return then.map(at -> Duration.between(fault, at).toNanos() / 1e6).orElse(Double.NaN);
    }
}
