@NullMarked
package io.everstore.outbox;

import org.jspecify.annotations.NullMarked;
