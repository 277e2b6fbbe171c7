/** How the processes of a local shop speak to each other: plainly, or over TLS. */
@NullMarked
package io.everstore.local.transport;

import org.jspecify.annotations.NullMarked;
