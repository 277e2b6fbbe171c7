/**
 * One product: what it is, its page, and how an editor changes it without losing another's change.
 */
@NullMarked
package io.everstore.catalog.product;

import org.jspecify.annotations.NullMarked;
