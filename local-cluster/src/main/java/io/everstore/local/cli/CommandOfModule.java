package io.everstore.local.cli;

/** A command that another module adds to {@code ./everstore}; found by {@code ServiceLoader}. */
public interface CommandOfModule extends Runnable {}
