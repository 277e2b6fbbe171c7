/**
 * PostgreSQL, Kafka and Redis for the tests of the services' data layers: containers of the images
 * of {@code .env}, the same that {@code docker-compose.yml} starts, where a Docker engine has them;
 * else programs from Maven artifacts. The tests are the same, and do not know.
 *
 * <p>{@code -Deverstore.servers=containers} insists on containers, {@code embedded} on programs.
 */
@NullMarked
package io.everstore.servers;

import org.jspecify.annotations.NullMarked;
