/** How commands, experiments and the console talk to the launcher that runs. */
@NullMarked
package io.everstore.local.control;

import org.jspecify.annotations.NullMarked;
