package io.everstore.chaos.experiment;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A number with its unit.
 *
 * @param value in milliseconds, percent, bytes or pieces
 */
public record Quantity(double value, Unit unit) {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([a-zA-Z%]*)");

    /** What is counted. */
    public enum Unit {
        MILLIS,
        PERCENT,
        BYTES,
        PIECES
    }

    /**
     * Reads {@code 500ms}, {@code 10s}, {@code 2m}, {@code 99.9 %}, {@code 1 MiB} or {@code 3}.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static Quantity parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no number with a unit, such as 500ms, 10s, 2m, 99.9 %%, 1 MiB or 3"
                            .formatted(text));
        }
        double number = Double.parseDouble(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> new Quantity(number, Unit.MILLIS);
            case "s" -> new Quantity(1000 * number, Unit.MILLIS);
            case "m" -> new Quantity(60_000 * number, Unit.MILLIS);
            case "%" -> new Quantity(number, Unit.PERCENT);
            case "KiB" -> new Quantity(1024 * number, Unit.BYTES);
            case "MiB" -> new Quantity(1024 * 1024 * number, Unit.BYTES);
            case "" -> new Quantity(number, Unit.PIECES);
            default ->
                    throw new IllegalArgumentException(
                            "'%s' is no unit; there are ms, s, m, %%, KiB and MiB"
                                    .formatted(parts.group(2)));
        };
    }

    /** Reads a number with a unit of time. */
    static Duration duration(String text) {
        return Duration.ofMillis((long) parse(text).in(Unit.MILLIS).value());
    }

    /** Reads a plain number. */
    static double number(String text) {
        return parse(text).in(Unit.PIECES).value();
    }

    Quantity in(Unit wanted) {
        if (unit != wanted) {
            throw new IllegalArgumentException(
                    "here are to be %s, not %s"
                            .formatted(
                                    wanted.name().toLowerCase(Locale.ROOT),
                                    unit.name().toLowerCase(Locale.ROOT)));
        }
        return this;
    }

    /** As people write it. */
    public String text() {
        return text(value, unit);
    }

    /** A measured value as people write it. */
    public static String text(double value, Unit unit) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return switch (unit) {
            case MILLIS ->
                    value >= 10_000
                            ? String.format(Locale.ROOT, "%.1f s", value / 1000)
                            : String.format(Locale.ROOT, "%.0f ms", value);
            case PERCENT -> plain(value) + " %";
            case BYTES -> String.format(Locale.ROOT, "%.2f MiB", value / 1024 / 1024);
            case PIECES -> plain(value);
        };
    }

    private static String plain(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
