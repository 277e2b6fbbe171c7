package io.everstore.catalog.product;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number a product is known by: upper case, 1 to 40 characters of {@code A-Z 0-9 space _ . -},
 * starting with a letter or digit.
 */
public record Sku(String value) implements Comparable<Sku> {

    private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9 _.-]{0,39}");

    /**
     * @throws IllegalArgumentException if the value is not a SKU in its one canonical form
     */
    public Sku {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a SKU");
        }
    }

    /** What a person typed, trimmed and in upper case, or nothing if that can be no SKU. */
    public static Optional<Sku> parse(String text) {
        String canonical = text.strip().toUpperCase(Locale.ROOT);
        return FORM.matcher(canonical).matches()
                ? Optional.of(new Sku(canonical))
                : Optional.empty();
    }

    @Override
    public int compareTo(Sku other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
