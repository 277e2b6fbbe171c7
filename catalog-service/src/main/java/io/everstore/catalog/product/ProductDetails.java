package io.everstore.catalog.product;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/**
 * A product as clients see it.
 *
 * @param available pieces that can be ordered now
 * @param imageUrl path of its picture, on the same host
 * @param version counts the changes of everything but {@code available}
 */
public record ProductDetails(
        String sku,
        String name,
        String description,
        String category,
        Price price,
        int available,
        String imageUrl,
        long version) {

    /** The path of a product's picture. */
    public static String imageUrl(String sku) {
        return "/images/" + UriUtils.encodePathSegment(sku, StandardCharsets.UTF_8) + ".svg";
    }
}
