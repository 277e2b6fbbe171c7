package io.everstore.catalog.product;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an editor makes of a product: all of it, not a difference.
 *
 * @param featuredRank place in the editorial list, 1 is first; absent: not in it
 */
record ProductChange(
        @NotBlank @Size(max = 200) @Pattern(regexp = TEXT, message = TEXT_RULE) String name,
        @NotNull @Size(max = 4000) @Pattern(regexp = LINES, message = TEXT_RULE) String description,
        @NotBlank @Size(max = 80) @Pattern(regexp = TEXT, message = TEXT_RULE) String category,
        @NotNull @Valid NewPrice price,
        @Nullable @Positive Integer featuredRank) {

    private static final String TEXT = "[^\\p{Cntrl}]*";
    private static final String LINES = "[^\\p{Cntrl}&&[^\\r\\n\\t]]*";
    private static final String TEXT_RULE = "must not contain control characters";

    /** A price as an editor sends it. */
    record NewPrice(
            @NotNull @DecimalMin("0") @Digits(integer = 10, fraction = 2) BigDecimal amount,
            @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be three capital letters")
                    String currency) {}
}
