/** Which commits may be acknowledged to a customer. */
@NullMarked
package io.everstore.order.commit;

import org.jspecify.annotations.NullMarked;
