/** What can be done to a shop. */
@NullMarked
package io.everstore.chaos.fault;

import org.jspecify.annotations.NullMarked;
