/** Reservations from within: every move, every history, and many at once. */
@NullMarked
package io.everstore.catalog.reservation;

import org.jspecify.annotations.NullMarked;
