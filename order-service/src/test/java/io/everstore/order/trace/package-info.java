/** One trace through the service, the outbox, Kafka and the intake. */
@NullMarked
package io.everstore.order.trace;

import org.jspecify.annotations.NullMarked;
