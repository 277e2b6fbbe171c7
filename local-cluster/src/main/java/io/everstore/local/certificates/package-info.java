/** A local authority and the certificates of nodes, for TLS between processes. */
@NullMarked
package io.everstore.local.certificates;

import org.jspecify.annotations.NullMarked;
