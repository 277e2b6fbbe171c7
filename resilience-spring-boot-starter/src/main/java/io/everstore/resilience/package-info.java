/** What a service does when a part it needs is slow, gone, or talks nonsense. */
@NullMarked
package io.everstore.resilience;

import org.jspecify.annotations.NullMarked;
