/** How long it took to notice, to replace and to recover, and what customers saw of it. */
@NullMarked
package io.everstore.chaos.measure;

import org.jspecify.annotations.NullMarked;
