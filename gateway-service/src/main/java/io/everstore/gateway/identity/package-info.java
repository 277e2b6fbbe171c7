/**
 * Who is asking: demo login, tokens for API clients, the session cookie of browsers and its
 * protection.
 */
@NullMarked
package io.everstore.gateway.identity;

import org.jspecify.annotations.NullMarked;
