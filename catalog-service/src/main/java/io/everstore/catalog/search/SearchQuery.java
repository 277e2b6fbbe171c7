package io.everstore.catalog.search;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a customer typed into the search field.
 *
 * @param words its words in lower case; nothing but letters and digits, so that none of them can be
 *     an operator of the query language
 * @param text the whole of it, for what our words miss: PostgreSQL reads the end of the SKU {@code
 *     85123A-7411} as a negative number, and only its own parser finds that again
 */
record SearchQuery(List<String> words, String text) {

    /** More words than this find nothing more, but cost more. */
    private static final int MAX_WORDS = 10;

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    static SearchQuery of(String text) {
        return new SearchQuery(
                NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                        .filter(word -> !word.isEmpty())
                        .limit(MAX_WORDS)
                        .toList(),
                text);
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** What the matching compares with. */
    String terms(Matching matching) {
        return switch (matching) {
            case WORDS ->
                    words.stream().map(word -> word + ":*").collect(Collectors.joining(" & "));
            case SIMILARITY -> String.join(" ", words);
        };
    }
}
