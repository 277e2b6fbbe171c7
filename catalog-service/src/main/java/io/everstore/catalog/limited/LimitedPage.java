package io.everstore.catalog.limited;

import io.everstore.catalog.product.ProductDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a listing without the database.
 *
 * @param items without descriptions, and with 1 for however many pieces there are
 * @param next cursor of the page after this one: always null
 * @param limited always true: there may be more than these
 */
public record LimitedPage(List<ProductDetails> items, @Nullable String next, boolean limited) {

    /** What follows on a page: nothing that is known. */
    public static LimitedPage end() {
        return of(List.of());
    }

    static LimitedPage of(List<ProductDetails> items) {
        return new LimitedPage(items, null, true);
    }
}
