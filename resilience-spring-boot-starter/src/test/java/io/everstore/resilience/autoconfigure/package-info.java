/** The guards around a small service on a real server. */
@NullMarked
package io.everstore.resilience.autoconfigure;

import org.jspecify.annotations.NullMarked;
