package io.everstore.catalog.caching;

/** What Redis said. */
sealed interface CacheAnswer {

    /**
     * It has the page.
     *
     * @param generation the present one of its kind
     */
    record Hit(Page page, long generation) implements CacheAnswer {

        boolean isOfThisGeneration() {
            return page.generation() == generation;
        }
    }

    /**
     * It answered, and does not have the page.
     *
     * @param generation the present one of its kind
     */
    record Miss(long generation) implements CacheAnswer {}

    /** It did not answer, or was not asked; that says nothing about the page. */
    record Unavailable() implements CacheAnswer {}
}
