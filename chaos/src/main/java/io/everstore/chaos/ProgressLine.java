package io.everstore.chaos;

import io.everstore.chaos.run.RunEvent;
import java.io.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Says what goes on: a line for what happens, and what customers get in between on a terminal. */
final class ProgressLine implements Consumer<RunEvent> {

    /** Nodes that change at once, as at the beginning: no news, but all of them. */
    private static final int MANY = 10;

    private final Instant start = Instant.now();
    private final boolean isTerminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);

    @Override
    public synchronized void accept(RunEvent event) {
        switch (event) {
            case RunEvent.Phase _, RunEvent.Injected _, RunEvent.Checked _ -> line(event, "");
            case RunEvent.Changed changed -> {
                if (changed.nodes().size() < MANY) {
                    line(event, "  ");
                }
            }
            case RunEvent.Sampled sampled -> {
                if (isTerminal) {
                    System.out.printf("\r\033[K%s  %s", time(event), event.text());
                    System.out.flush();
                } else if (sampled.notOk() > 0) {
                    line(event, "  ");
                }
            }
        }
    }

    private void line(RunEvent event, String indent) {
        System.out.printf(
                "%s%s  %s%s%n", isTerminal ? "\r\033[K" : "", time(event), indent, event.text());
    }

    private String time(RunEvent event) {
        return "%6.1f s".formatted(Duration.between(start, event.at()).toMillis() / 1e3);
    }
}
