package io.everstore.catalog.importing;

/** Many products may have changed; published inside the transaction that changes them. */
public record CatalogueImported() {}
