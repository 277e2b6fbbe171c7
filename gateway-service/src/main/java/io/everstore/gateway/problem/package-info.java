/** The gateway's own refusals, as RFC 9457 problem documents. */
@NullMarked
package io.everstore.gateway.problem;

import org.jspecify.annotations.NullMarked;
