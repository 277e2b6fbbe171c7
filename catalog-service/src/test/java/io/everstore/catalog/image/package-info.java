/** Tests of the product pictures. */
@NullMarked
package io.everstore.catalog.image;

import org.jspecify.annotations.NullMarked;
