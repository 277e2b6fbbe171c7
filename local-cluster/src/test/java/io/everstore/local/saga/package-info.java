/** Whole orders, from placed to settled, through the code of both services and any disorder. */
@NullMarked
package io.everstore.local.saga;

import org.jspecify.annotations.NullMarked;
