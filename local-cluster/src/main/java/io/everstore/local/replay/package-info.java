/** Places the sales of a real shop's invoices as orders at a given rate and accounts for each. */
@NullMarked
package io.everstore.local.replay;

import org.jspecify.annotations.NullMarked;
