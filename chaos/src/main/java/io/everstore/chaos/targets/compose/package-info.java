/** The shop that {@code docker compose up} started: its containers, and how to break them. */
@NullMarked
package io.everstore.chaos.targets.compose;

import org.jspecify.annotations.NullMarked;
