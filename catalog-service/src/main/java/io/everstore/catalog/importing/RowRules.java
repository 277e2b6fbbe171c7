package io.everstore.catalog.importing;

import io.everstore.catalog.product.Sku;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are good: the same limits as the tables have, each with a reason a person understands.
 */
final class RowRules {

    /** Bounded before it is parsed: 1e999999999 is a short text and a very long number. */
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,15}(\\.\\d{1,10})?");

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,15}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern CONTROL_BUT_LINES = Pattern.compile("[\\p{Cntrl}&&[^\\r\\n\\t]]");
    private static final BigDecimal PRICE_LIMIT = new BigDecimal("10000000000");
    private static final int MAX_STOCK = 1_000_000_000;

    private RowRules() {}

    static RowCheck check(SentRow row) {
        try {
            return new RowCheck.Accepted(
                    row.line(),
                    sku(row.sku()),
                    required("name", text("name", row.name(), 200, CONTROL)),
                    text("description", row.description(), 4000, CONTROL_BUT_LINES),
                    text("category", row.category(), 80, CONTROL),
                    price(row.price()),
                    currency(row.currency()),
                    whole("stock", row.stock(), 0),
                    whole("featuredRank", row.featuredRank(), 1));
        } catch (BadField bad) {
            return new RowCheck.Rejected(row.line(), bad.field, bad.reason);
        }
    }

    private static Sku sku(@Nullable String value) throws BadField {
        String text = required("sku", value == null || value.isBlank() ? null : value);
        return Sku.parse(text)
                .orElseThrow(
                        () ->
                                new BadField(
                                        "sku",
                                        "must be 1 to 40 letters A-Z, digits, spaces, '_', '.' or"
                                                + " '-', starting with a letter or digit"));
    }

    private static @Nullable String text(
            String field, @Nullable String value, int max, Pattern forbidden) throws BadField {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip();
        if (text.length() > max) {
            throw new BadField(field, "must not be longer than %d characters".formatted(max));
        }
        if (forbidden.matcher(text).find()) {
            throw new BadField(field, "must not contain control characters");
        }
        return text;
    }

    private static BigDecimal price(@Nullable String value) throws BadField {
        String text = required("price", value == null || value.isBlank() ? null : value).strip();
        if (!DECIMAL.matcher(text).matches()) {
            throw new BadField("price", "must be a decimal number such as 2.55");
        }
        BigDecimal price = new BigDecimal(text);
        if (price.signum() < 0) {
            throw new BadField("price", "must not be negative");
        }
        if (price.stripTrailingZeros().scale() > 2) {
            throw new BadField("price", "must not have more than 2 decimals");
        }
        if (price.compareTo(PRICE_LIMIT) >= 0) {
            throw new BadField("price", "must be less than 10000000000");
        }
        return price.setScale(2);
    }

    private static @Nullable String currency(@Nullable String value) throws BadField {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip().toUpperCase(Locale.ROOT);
        if (!CURRENCY.matcher(text).matches()) {
            throw new BadField("currency", "must be three letters such as GBP");
        }
        return text;
    }

    private static @Nullable Integer whole(String field, @Nullable String value, int least)
            throws BadField {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip();
        if (!WHOLE.matcher(text).matches()) {
            throw new BadField(field, "must be a whole number");
        }
        long number = Long.parseLong(text);
        if (number < least || number > MAX_STOCK) {
            throw new BadField(field, "must be between %d and %d".formatted(least, MAX_STOCK));
        }
        return (int) number;
    }

    private static String required(String field, @Nullable String value) throws BadField {
        if (value == null) {
            throw new BadField(field, "is missing");
        }
        return value;
    }

    /** Ends the check of a row; without a stack trace, because bad rows may come by the million. */
    private static final class BadField extends Exception {

        private final String field;
        private final String reason;

        BadField(String field, String reason) {
            super(reason, null, false, false);
            this.field = field;
            this.reason = reason;
        }
    }
}
