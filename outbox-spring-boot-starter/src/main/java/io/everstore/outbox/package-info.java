/**
 * Events that are published if and only if their transaction commits, and take effect once where
 * they are received.
 */
@NullMarked
package io.everstore.outbox;

import org.jspecify.annotations.NullMarked;
