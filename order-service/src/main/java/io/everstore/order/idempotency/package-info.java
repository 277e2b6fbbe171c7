/**
 * Which order a customer's Idempotency-Key stands for, and which request it was first sent with.
 */
@NullMarked
package io.everstore.order.idempotency;

import org.jspecify.annotations.NullMarked;
