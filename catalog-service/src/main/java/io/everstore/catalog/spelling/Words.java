package io.everstore.catalog.spelling;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts as words. */
public final class Words {

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Words() {}

    /**
     * The words of a text in lower case: nothing but letters and digits, so that none of them can
     * be an operator of a query language.
     */
    public static List<String> of(String text) {
        return NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
