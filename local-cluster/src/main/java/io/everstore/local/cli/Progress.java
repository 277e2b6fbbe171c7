package io.everstore.local.cli;

import io.everstore.local.topology.NodeView;
import java.io.Console;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shows what a start is waiting for: one line that changes on a terminal, a line now and then
 * otherwise.
 */
final class Progress {

    private static final long PLAIN_INTERVAL_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final boolean isTerminal;
    private final long begin = System.nanoTime();
    private long lastPlain = begin;

    Progress(PrintStream out) {
        this.out = out;
        this.isTerminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    void show(List<NodeView> nodes) {
        if (isTerminal) {
            out.print("\r\033[K" + shortened(line(nodes)));
            out.flush();
        } else if (System.nanoTime() - lastPlain > PLAIN_INTERVAL_NANOS) {
            lastPlain = System.nanoTime();
            out.println(line(nodes));
        }
    }

    /** Like {@link #show}, but silent where there is no terminal. */
    void showOnTerminal(List<NodeView> nodes) {
        if (isTerminal) {
            show(nodes);
        }
    }

    /** Clears the changing line. */
    void end() {
        if (isTerminal) {
            out.print("\r\033[K");
            out.flush();
        }
    }

    private String line(List<NodeView> nodes) {
        Map<String, Long> all =
                nodes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        NodeView::tier, LinkedHashMap::new, Collectors.counting()));
        String counts =
                all.entrySet().stream()
                        .map(e -> e.getKey() + " " + up(nodes, e.getKey()) + "/" + e.getValue())
                        .collect(Collectors.joining("  "));
        String waiting =
                nodes.stream()
                        .filter(n -> !n.isUp())
                        .map(NodeView::name)
                        .limit(4)
                        .collect(Collectors.joining(", "));
        return "%6.1f s  %s%s"
                .formatted(seconds(), counts, waiting.isEmpty() ? "" : "  waiting for " + waiting);
    }

    private static long up(List<NodeView> nodes, String tier) {
        return nodes.stream().filter(n -> n.tier().equals(tier) && n.isUp()).count();
    }

    private static String shortened(String line) {
        String columns = System.getenv("COLUMNS");
        int width = columns == null ? 120 : Integer.parseInt(columns);
        return line.length() < width ? line : line.substring(0, width - 1);
    }
}
