package io.everstore.catalog.search;

import io.everstore.catalog.spelling.Meaning;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What products are compared with, as {@code to_tsquery} reads it.
 *
 * @param dictionary how words become stems; {@code simple} if they are stems already
 * @param whole all words as they are
 * @param begun the same, with the last one perhaps unfinished
 */
record Terms(String dictionary, String whole, String begun) {

    /**
     * As typed. A number is also compared as it stands: PostgreSQL reads the end of {@code
     * 85123A-7411} as a negative number, which our words miss and only its own parser finds again.
     */
    static Terms typed(SearchQuery query) {
        String words = String.join(" & ", query.words());
        return query.number()
                .map(
                        number ->
                                new Terms(
                                        "english",
                                        "%s | '%s'".formatted(words, number),
                                        "%s:* | '%s':*".formatted(words, number)))
                .orElseGet(() -> new Terms("english", words, words + ":*"));
    }

    /** Of the stems that a typed word may have meant, any will do; of the words, all are needed. */
    static Terms corrected(List<Meaning> meanings) {
        return corrected(meanings.stream().map(Terms::anyOf).collect(Collectors.joining(" & ")));
    }

    private static String anyOf(Meaning meaning) {
        String end = meaning.unfinished() ? ":*" : "";
        return meaning.stems().stream()
                .map(stem -> stem + end)
                .collect(Collectors.joining(" | ", "(", ")"));
    }

    /** As it was made by {@link #corrected(List)} before. */
    static Terms corrected(String expression) {
        return new Terms("simple", expression, expression);
    }

    boolean isCorrected() {
        return dictionary.equals("simple");
    }
}
