package io.everstore.catalog.caching;

/** What a page shows; decides how fresh it has to be. */
public enum PageKind {
    /** One product. */
    PRODUCT("product", 2),

    /** Several: a listing, a search, the categories, the bestsellers. */
    LIST("list", 1);

    private final String name;
    private final int format;

    /**
     * @param format raise it with every change of what the pages look like: a new version of the
     *     service then neither reads nor overwrites the pages of an old one beside it
     */
    PageKind(String name, int format) {
        this.name = name;
        this.format = format;
    }

    String prefix() {
        return "catalog:%s:%d:".formatted(name, format);
    }

    /** As metrics are tagged. */
    String label() {
        return name;
    }
}
