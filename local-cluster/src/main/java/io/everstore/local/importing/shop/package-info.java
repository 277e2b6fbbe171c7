/** A client of the shop's HTTP interface that tells certain answers from lost ones. */
@NullMarked
package io.everstore.local.importing.shop;

import org.jspecify.annotations.NullMarked;
