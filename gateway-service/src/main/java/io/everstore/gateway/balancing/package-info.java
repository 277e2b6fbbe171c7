/**
 * Which instance gets a request, which instances get none, and when a request is sent a second
 * time.
 */
@NullMarked
package io.everstore.gateway.balancing;

import org.jspecify.annotations.NullMarked;
