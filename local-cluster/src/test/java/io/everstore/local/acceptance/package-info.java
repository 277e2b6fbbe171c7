/** Everstore as a user meets it: from the command line, under load, with real faults. */
@NullMarked
package io.everstore.local.acceptance;

import org.jspecify.annotations.NullMarked;
