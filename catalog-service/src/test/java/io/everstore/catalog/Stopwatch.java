package io.everstore.catalog;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** How long something took, each time. */
final class Stopwatch {

    private final String what;
    private final DoubleStream.Builder millis = DoubleStream.builder();

    Stopwatch(String what) {
        this.what = what;
    }

    void time(Runnable work) {
        since(System.nanoTime(), work);
    }

    /** From a planned moment of {@link System#nanoTime()}: who had to wait for his turn counts. */
    void since(long planned, Runnable work) {
        work.run();
        double took = (System.nanoTime() - planned) / 1e6;
        synchronized (millis) {
            millis.add(took);
        }
    }

    /** A row of a table in Markdown: what, times, median, 99th percentile, longest. */
    Figures figures() {
        double[] sorted = millis.build().sorted().toArray();
        return new Figures(
                what,
                sorted.length,
                sorted[sorted.length / 2],
                sorted[(int) Math.ceil(sorted.length * 0.99) - 1],
                Arrays.stream(sorted).max().orElseThrow());
    }

    record Figures(String what, int times, double median, double p99, double longest) {

        static final String HEAD =
                "| what | times | median ms | p99 ms | longest ms |\n|---|---|---|---|---|";

        @Override
        public String toString() {
            return "| %s | %d | %.1f | %.1f | %.1f |".formatted(what, times, median, p99, longest);
        }
    }
}
