/** The command line and the control port behind it. */
@NullMarked
package io.everstore.local.cli;

import org.jspecify.annotations.NullMarked;
