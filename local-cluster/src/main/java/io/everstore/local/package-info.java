/** The local runtime: the whole topology as child processes, with a supervisor that owns them. */
@NullMarked
package io.everstore.local;

import org.jspecify.annotations.NullMarked;
