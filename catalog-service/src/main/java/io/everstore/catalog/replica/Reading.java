package io.everstore.catalog.replica;

/** What a query found, and where. */
public record Reading<T>(T found, Source source) {}
