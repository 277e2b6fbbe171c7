package io.everstore.catalog.search;

import io.everstore.catalog.product.Sku;
import io.everstore.catalog.spelling.Words;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a customer typed into the search field.
 *
 * @param words its words as {@link Words} has them
 * @param number the whole of it, if it may be a product number: with a digit, for a word alone is
 *     none
 */
public record SearchQuery(List<String> words, Optional<Sku> number) {

    /** More words than this find nothing more, but cost more. */
    private static final int MAX_WORDS = 10;

    private static final Pattern DIGIT = Pattern.compile("\\p{N}");

    public static SearchQuery of(String text) {
        return new SearchQuery(
                Words.of(text).stream().limit(MAX_WORDS).toList(),
                DIGIT.matcher(text).find() ? Sku.parse(text) : Optional.empty());
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    /** Tells it from all others that find something else; one line. */
    public String name() {
        return words + " " + number.map(Sku::value).orElse("");
    }
}
