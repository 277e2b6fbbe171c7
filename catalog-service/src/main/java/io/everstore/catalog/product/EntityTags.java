package io.everstore.catalog.product;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entity tags of product pages: {@code "7.25"} is version 7 with 25 pieces available.
 *
 * <p>The stock is part of the tag, so that a client that revalidates never goes on showing sold-out
 * goods. It does not count for {@code If-Match}: a sale is no reason to refuse an editor's change.
 */
final class EntityTags {

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})(?:\\.\\d{1,10})?\"");

    private EntityTags() {}

    static String of(ProductDetails product) {
        return "\"%d.%d\"".formatted(product.version(), product.available());
    }

    /** Whether a header {@code If-Match} admits a change of this version (strong comparison). */
    static boolean admits(String ifMatch, long version) {
        return Arrays.stream(ifMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || isOf(tag, version));
    }

    private static boolean isOf(String tag, long version) {
        Matcher matcher = TAG.matcher(tag);
        return matcher.matches() && Long.parseLong(matcher.group(1)) == version;
    }
}
