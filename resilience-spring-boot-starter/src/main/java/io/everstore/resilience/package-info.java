@NullMarked
package io.everstore.resilience;

import org.jspecify.annotations.NullMarked;
