@NullMarked
package io.everstore.local;

import org.jspecify.annotations.NullMarked;
