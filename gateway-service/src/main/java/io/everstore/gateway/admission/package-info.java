/** Who is let in when too many come: not too often each, and checkouts before browsing. */
@NullMarked
package io.everstore.gateway.admission;

import org.jspecify.annotations.NullMarked;
