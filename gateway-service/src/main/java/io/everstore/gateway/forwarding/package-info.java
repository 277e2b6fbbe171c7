/** One HTTP hop to one instance: connections, time limits, headers, and what can become of it. */
@NullMarked
package io.everstore.gateway.forwarding;

import org.jspecify.annotations.NullMarked;
