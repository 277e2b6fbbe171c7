/** {@code ./everstore dlt}: looks at the records that made no sense, and plays them back. */
@NullMarked
package io.everstore.local.deadletters;

import org.jspecify.annotations.NullMarked;
