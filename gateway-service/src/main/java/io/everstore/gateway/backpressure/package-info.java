/** What is not even asked of a service that fails or has too much to do: a rest, and less of it. */
@NullMarked
package io.everstore.gateway.backpressure;

import org.jspecify.annotations.NullMarked;
