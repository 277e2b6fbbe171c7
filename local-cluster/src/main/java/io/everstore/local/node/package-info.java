/** Every node but PostgreSQL's as a supervised process: Redis, Sentinel, Kafka and the services. */
@NullMarked
package io.everstore.local.node;

import org.jspecify.annotations.NullMarked;
