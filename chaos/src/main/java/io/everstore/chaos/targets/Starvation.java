package io.everstore.chaos.targets;

import io.everstore.local.topology.NodeView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Gives a process a share of a core only, by freezing it for most of every fifth of a second: what
 * a hog on the same machine does to it, without taking the cores from everybody else.
 */
final class Starvation {

    private static final double PERIOD_SECONDS = 0.2;

    /** Ends with the process that it starves, or when its own standard input ends. */
    private static final String LOOP =
            """
            trap 'kill -CONT "$0" 2>/dev/null; exit 0' TERM INT HUP
            while kill -STOP "$0" 2>/dev/null; do
              sleep "$1"; kill -CONT "$0" 2>/dev/null || exit 0; sleep "$2"
            done
            """;

    private Starvation() {}

    /** Returns what ends it. */
    static Runnable begin(NodeView node, int percent) {
        Long pid = node.pid();
        if (pid == null) {
            throw new IllegalStateException(node.name() + " has no process to starve");
        }
        double running = PERIOD_SECONDS * percent / 100;
        try {
            Process loop =
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    LOOP,
                                    pid.toString(),
                                    String.format(Locale.ROOT, "%.3f", PERIOD_SECONDS - running),
                                    String.format(Locale.ROOT, "%.3f", running))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return () -> end(loop);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot starve " + node.name(), e);
        }
    }

    private static void end(Process loop) {
        loop.destroy();
        try {
            loop.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
