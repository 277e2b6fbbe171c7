/** Tests of the limit. */
@NullMarked
package io.everstore.catalog.admission;

import org.jspecify.annotations.NullMarked;
