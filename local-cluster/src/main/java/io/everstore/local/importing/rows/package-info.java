/** Reads catalogue files row by row, whatever their headers are called, and checks each row. */
@NullMarked
package io.everstore.local.importing.rows;

import org.jspecify.annotations.NullMarked;
