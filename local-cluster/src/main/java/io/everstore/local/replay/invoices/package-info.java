/** Reads a shop's invoices from a CSV file and tells sales from returns. */
@NullMarked
package io.everstore.local.replay.invoices;

import org.jspecify.annotations.NullMarked;
