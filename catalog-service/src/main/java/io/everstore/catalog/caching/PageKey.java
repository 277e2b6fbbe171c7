package io.everstore.catalog.caching;

/**
 * The name of a page.
 *
 * @param id tells it from all others of its kind, so it must contain everything the page depends
 *     on: of a search the words, the category, the limit and the cursor
 */
public record PageKey(PageKind kind, String id) {

    /** The page of a product. */
    public static PageKey ofProduct(String sku) {
        return new PageKey(PageKind.PRODUCT, sku);
    }

    /** The page of a listing, for example {@code categories} or {@code search\nwords\ncategory}. */
    public static PageKey ofList(String id) {
        return new PageKey(PageKind.LIST, id);
    }
}
