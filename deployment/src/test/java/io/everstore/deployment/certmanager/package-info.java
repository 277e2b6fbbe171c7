/**
 * The fields of cert-manager that the manifests use; the Java model that is listed for it is not
 * published. A field that is missing here is refused, so whoever adds one looks it up.
 */
@NullMarked
package io.everstore.deployment.certmanager;

import org.jspecify.annotations.NullMarked;
