package io.everstore.catalog.caching;

/** What Redis said. */
sealed interface CacheAnswer {

    /** It has the page. */
    record Hit(String json) implements CacheAnswer {}

    /** It answered, and does not have the page. */
    record Miss() implements CacheAnswer {}

    /** It did not answer, or was not asked; that says nothing about the page. */
    record Unavailable() implements CacheAnswer {}
}
