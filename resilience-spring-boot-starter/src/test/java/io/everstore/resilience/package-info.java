/** What the types that a service may name promise. */
@NullMarked
package io.everstore.resilience;

import org.jspecify.annotations.NullMarked;
