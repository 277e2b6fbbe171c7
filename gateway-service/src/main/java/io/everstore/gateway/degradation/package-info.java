/** What a visitor sees of a part of the shop that is away. */
@NullMarked
package io.everstore.gateway.degradation;

import org.jspecify.annotations.NullMarked;
