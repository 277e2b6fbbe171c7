/** Product pictures, drawn from the SKU alone: they come even when every store behind is away. */
@NullMarked
package io.everstore.catalog.image;

import org.jspecify.annotations.NullMarked;
