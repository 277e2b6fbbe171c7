/** Holds the documentation to the code: what it names has to be there. */
@NullMarked
package io.everstore.local.docs;

import org.jspecify.annotations.NullMarked;
