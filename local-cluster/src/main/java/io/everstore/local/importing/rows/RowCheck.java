package io.everstore.local.importing.rows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a row must meet to become a product. The first field that breaks one is reported:
 * a bad row is counted once.
 */
public final class RowCheck {

    private static final Pattern SKU = Pattern.compile("[A-Z0-9][A-Z0-9 _.-]{0,39}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,18})?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}(\\.0{1,18})?");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final BigDecimal LOWEST_PRICE = new BigDecimal("0.01");
    private static final BigDecimal HIGHEST = new BigDecimal("1000000");
    private static final int LONGEST_NAME = 200;

    /** A product, or the reason why there is none. */
    public sealed interface Verdict {
        record Good(Product product) implements Verdict {}

        record Bad(BadRow badRow) implements Verdict {}
    }

    private RowCheck() {}

    /** Applies all rules. */
    public static Verdict check(Row row) {
        for (var column : Column.values()) {
            var reason = problem(column, row.value(column));
            if (reason != null) {
                return new Verdict.Bad(row.bad(column, reason));
            }
        }
        return new Verdict.Good(
                new Product(
                        row.line(),
                        upper(row.value(Column.SKU)),
                        row.value(Column.NAME),
                        orNull(row.value(Column.DESCRIPTION)),
                        orNull(row.value(Column.CATEGORY)),
                        new BigDecimal(row.value(Column.PRICE))
                                .setScale(2, RoundingMode.UNNECESSARY),
                        orNull(upper(row.value(Column.CURRENCY))),
                        wholeOrNull(row.value(Column.STOCK)),
                        wholeOrNull(row.value(Column.FEATURED_RANK))));
    }

    private static @Nullable String problem(Column column, String value) {
        if (value.indexOf(TextFile.MALFORMED) >= 0 || !isUnicode(value)) {
            return "is no valid UTF-8 text";
        }
        if (hasControlCharacter(value, column == Column.DESCRIPTION)) {
            return "has a line break or another control character";
        }
        return switch (column) {
            case SKU -> skuProblem(value);
            case NAME -> nameProblem(value);
            case PRICE -> priceProblem(value);
            case STOCK -> value.isEmpty() ? null : wholeProblem(value, 0);
            case FEATURED_RANK -> value.isEmpty() ? null : wholeProblem(value, 1);
            case CURRENCY ->
                    value.isEmpty() || CURRENCY.matcher(upper(value)).matches()
                            ? null
                            : "is no currency code of three letters";
            case DESCRIPTION -> value.length() > 4000 ? "is longer than 4000 characters" : null;
            case CATEGORY -> value.length() > 80 ? "is longer than 80 characters" : null;
        };
    }

    private static @Nullable String skuProblem(String value) {
        if (value.isEmpty()) {
            return "is empty";
        }
        return SKU.matcher(upper(value)).matches()
                ? null
                : "is no SKU (1 to 40 letters A-Z, digits, space, _ . -, beginning with a letter or digit)";
    }

    private static @Nullable String nameProblem(String value) {
        if (value.isEmpty()) {
            return "is empty";
        }
        return value.length() > LONGEST_NAME ? "is longer than 200 characters" : null;
    }

    private static @Nullable String priceProblem(String value) {
        if (value.isEmpty()) {
            return "is empty";
        }
        if (!DECIMAL.matcher(value).matches()) {
            return "is no decimal number like 2.55";
        }
        var price = new BigDecimal(value);
        if (price.compareTo(LOWEST_PRICE) < 0) {
            return "is below 0.01";
        }
        if (price.compareTo(HIGHEST) > 0) {
            return "is above 1,000,000";
        }
        return price.stripTrailingZeros().scale() > 2 ? "has more than 2 decimals" : null;
    }

    private static @Nullable String wholeProblem(String value, int lowest) {
        if (!WHOLE.matcher(value).matches()) {
            return "is no whole number";
        }
        var number = new BigDecimal(value);
        return number.compareTo(BigDecimal.valueOf(lowest)) < 0 || number.compareTo(HIGHEST) > 0
                ? "is not between " + lowest + " and 1,000,000"
                : null;
    }

    private static boolean hasControlCharacter(String value, boolean textWithLines) {
        return value.chars()
                .anyMatch(
                        c ->
                                Character.isISOControl(c)
                                        && !(textWithLines
                                                && (c == '\n' || c == '\r' || c == '\t')));
    }

    // The escapes of JSON can spell half a character.
    private static boolean isUnicode(String value) {
        return value.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    private static String upper(String value) {
        return value.toUpperCase(Locale.ROOT);
    }

    private static @Nullable Integer wholeOrNull(String value) {
        return value.isEmpty() ? null : new BigDecimal(value).intValueExact();
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
