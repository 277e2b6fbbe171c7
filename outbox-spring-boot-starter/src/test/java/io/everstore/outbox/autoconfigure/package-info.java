/** Relays that compete, freeze, and lose their broker. */
@NullMarked
package io.everstore.outbox.autoconfigure;

import org.jspecify.annotations.NullMarked;
