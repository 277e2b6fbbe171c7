/**
 * Accepts orders while the database is away, shows them to their customers, and places them in
 * order as soon as it is back.
 */
@NullMarked
package io.everstore.order.intake;

import org.jspecify.annotations.NullMarked;
