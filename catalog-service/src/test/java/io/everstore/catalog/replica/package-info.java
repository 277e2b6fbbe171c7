/** Tests of how readings are guarded. */
@NullMarked
package io.everstore.catalog.replica;

import org.jspecify.annotations.NullMarked;
