/** What each setting of the connections to PostgreSQL is for: the harm that comes without it. */
@NullMarked
package io.everstore.order.connection;

import org.jspecify.annotations.NullMarked;
