/** Certificates, shown in real handshakes. */
@NullMarked
package io.everstore.local.certificates;

import org.jspecify.annotations.NullMarked;
