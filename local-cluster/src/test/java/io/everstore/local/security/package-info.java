/** Who gets into a running shop and what it does with what nobody should send. */
@NullMarked
package io.everstore.local.security;

import org.jspecify.annotations.NullMarked;
