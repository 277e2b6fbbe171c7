/**
 * Signing in at somebody else's: Keycloak, and the services of the shop in the profile {@code
 * oidc}. A command of its own, as Keycloak is a large download: {@code ./mvnw -Pissuer -pl
 * local-cluster verify}.
 */
@NullMarked
package io.everstore.local.issuer;

import org.jspecify.annotations.NullMarked;
