/** Wires the guards around a service; nothing here is for services to name. */
@NullMarked
package io.everstore.resilience.autoconfigure;

import org.jspecify.annotations.NullMarked;
