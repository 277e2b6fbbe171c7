package io.everstore.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The figures of a benchmark: printed as they are found, and kept as a table of Markdown. */
final class Report {

    private final Path file;
    private final List<String> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param file written anew after each row, so that a run that breaks off leaves what it found
     */
    Report(Path file) {
        this.file = file;
        note(
                "%d cores, load average %.1f at the start."
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                                        .getSystemLoadAverage()));
    }

    /** A figure with the target that it was held against. */
    void target(String what, String measured, String target, boolean isMet) {
        row(what, measured, target, isMet ? "met" : "**MISSED**");
    }

    /** A figure without a target. */
    void figure(String what, String measured) {
        row(what, measured, "", "");
    }

    private void row(String what, String measured, String target, String verdict) {
        System.out.printf(
                Locale.ROOT, "FIGURE %s: %s; target: %s %s%n", what, measured, target, verdict);
        rows.add("| %s | %s | %s | %s |".formatted(what, measured, target, verdict));
        write();
    }

    /**
     * Seconds of the fault with failures, and the first few of them, so that their cause can be
     * found.
     */
    void failures(List<Sample> samples) {
        List<Sample> failed = samples.stream().filter(Sample::isFailed).toList();
        if (failed.isEmpty()) {
            return;
        }
        long from = samples.getFirst().planned();
        Map<Long, Long> bySecond =
                failed.stream()
                        .collect(
                                Collectors.groupingBy(
                                        s -> (s.planned() - from) / 1_000_000_000,
                                        TreeMap::new,
                                        Collectors.counting()));
        note("failed by second since the fault: " + bySecond);
        failed.stream().limit(5).forEach(s -> System.out.println("FAILED " + s));
    }

    /** A sentence below the table. */
    void note(String text) {
        System.out.println("NOTE " + text);
        notes.add("- " + text);
        write();
    }

    private void write() {
        List<String> lines = new ArrayList<>();
        lines.add("| what | measured | target | |");
        lines.add("|---|---|---|---|");
        lines.addAll(rows);
        lines.add("");
        lines.addAll(notes);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
