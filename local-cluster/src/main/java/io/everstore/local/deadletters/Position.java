package io.everstore.local.deadletters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A record in a topic, written {@code partition@offset}. */
record Position(int partition, long offset) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})@(\\d{1,18})");

    /**
     * Reads what a person typed.
     *
     * @throws IllegalArgumentException with a sentence for that person
     */
    static Position parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a position like 2@17 (partition 2, offset 17), as 'dlt show' prints them"
                            .formatted(text));
        }
        return new Position(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
