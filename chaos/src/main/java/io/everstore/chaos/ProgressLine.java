package io.everstore.chaos;

import io.everstore.chaos.run.RunEvent;
import io.everstore.local.topology.NodeView;
import java.io.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Says what goes on: a line for what happens, and what customers get in between on a terminal. */
final class ProgressLine implements Consumer<RunEvent> {

    private final Instant start = Instant.now();
    private final boolean isTerminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);

    @Override
    public synchronized void accept(RunEvent event) {
        switch (event) {
            case RunEvent.Phase(var at, var name) -> line(at, name);
            case RunEvent.Injected(var at, var what, var nodes) ->
                    line(
                            at,
                            "! " + what + (nodes.isEmpty() ? "" : ": " + String.join(", ", nodes)));
            case RunEvent.Changed(var at, var nodes) -> {
                if (nodes.size() < 10) {
                    line(
                            at,
                            nodes.stream()
                                    .map(ProgressLine::text)
                                    .collect(Collectors.joining(", ", "  ", "")));
                }
            }
            case RunEvent.Sampled(var at, long ok, long notOk, double p99) -> {
                if (isTerminal) {
                    System.out.printf(
                            "\r\033[K%s  %d ok, %d not, p99 %.0f ms", time(at), ok, notOk, p99);
                    System.out.flush();
                } else if (notOk > 0) {
                    line(at, "  %d ok, %d not, p99 %.0f ms".formatted(ok, notOk, p99));
                }
            }
            case RunEvent.Checked(var at, var findings) ->
                    line(
                            at,
                            findings.stream()
                                    .map(f -> f.id() + (f.holds() ? " holds" : " VIOLATED"))
                                    .collect(Collectors.joining(", ")));
        }
    }

    private static String text(NodeView node) {
        return node.name()
                + " "
                + node.state()
                + (node.role() == null || node.role().equals("active") ? "" : " " + node.role());
    }

    private void line(Instant at, String text) {
        System.out.printf("%s%s  %s%n", isTerminal ? "\r\033[K" : "", time(at), text);
    }

    private String time(Instant at) {
        return "%6.1f s".formatted(Duration.between(start, at).toMillis() / 1e3);
    }
}
