/** What holds across all modules: their borders, their conventions and their time limits. */
@NullMarked
package io.everstore.local.architecture;

import org.jspecify.annotations.NullMarked;
