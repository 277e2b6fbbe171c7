/** Signing in to the storefront at an external issuer, by any gateway and without a session. */
@NullMarked
package io.everstore.gateway.oidc;

import org.jspecify.annotations.NullMarked;
