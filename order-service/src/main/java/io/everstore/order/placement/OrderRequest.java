package io.everstore.order.placement;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/orders}, as it was sent. Prices and names are not in it: they come
 * from the price book.
 *
 * @param expectedTotal what the customer was shown; if the order costs anything else it is refused
 */
record OrderRequest(
        @NotNull(message = "is missing")
                @Size(min = 1, max = Basket.MAX_LINES, message = "must be 1 to {max} lines")
                List<@NotNull(message = "is null") @Valid Line> lines,
        @Valid @Nullable Amount expectedTotal) {

    /** One line; the SKU is taken in capitals and without blanks around it. */
    record Line(
            @NotNull(message = "is missing")
                    @Pattern(
                            regexp = "[A-Z0-9][A-Z0-9 _.-]{0,39}",
                            message =
                                    "must be 1 to 40 letters, digits, blanks or _ . - and begin with"
                                            + " a letter or digit")
                    String sku,
            @NotNull(message = "is missing")
                    @Min(value = 1, message = "must be at least 1")
                    @Max(value = Basket.MAX_QUANTITY, message = "must be at most {value}")
                    Integer quantity) {

        Line {
            // The JSON decides what is null, and validation reports it.
            sku = sku == null ? null : sku.strip().toUpperCase(Locale.ROOT);
        }
    }

    /** An amount of money as clients send it. */
    record Amount(
            @NotNull(message = "is missing")
                    @DecimalMin(value = "0", message = "must not be negative")
                    @Digits(
                            integer = 10,
                            fraction = 2,
                            message = "must have at most 2 decimals and 10 digits before them")
                    BigDecimal amount,
            @NotNull(message = "is missing")
                    @Pattern(
                            regexp = "[A-Z]{3}",
                            message = "must be three capital letters, such as GBP")
                    String currency) {}
}
