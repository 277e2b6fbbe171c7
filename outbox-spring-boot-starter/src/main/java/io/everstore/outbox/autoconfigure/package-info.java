/**
 * Wires the outbox, its relay and the error handling of listeners; nothing here is for services.
 */
@NullMarked
package io.everstore.outbox.autoconfigure;

import org.jspecify.annotations.NullMarked;
