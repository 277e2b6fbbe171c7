/** Who may do what: every token is verified here, and what is not allowed is denied. */
@NullMarked
package io.everstore.catalog.identity;

import org.jspecify.annotations.NullMarked;
