package io.everstore.chaos.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** How often faults are assumed to happen; read from a file. */
public final class FailureRates {

    private FailureRates() {}

    /**
     * An assumption.
     *
     * @param tier which is to blame
     */
    public record Rate(String experiment, String tier, double perYear) {}

    /**
     * Reads a file.
     *
     * @throws BadExperiment with line and reason if it is wrong
     */
    public static List<Rate> read(Path file) {
        try {
            return Section.read(file).only("rates").sections("rates").stream()
                    .map(FailureRates::rate)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Rate rate(Section rate) {
        rate.only("experiment", "tier", "per-year");
        return new Rate(
                rate.text("experiment"),
                rate.text("tier"),
                rate.value("per-year", Quantity::number));
    }
}
