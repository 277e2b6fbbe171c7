/**
 * The fields of Envoy Gateway's own objects that the manifests use, for which no Java model is
 * published. A field that is missing here is refused, so whoever adds one looks it up.
 */
@NullMarked
package io.everstore.deployment.envoygateway;

import org.jspecify.annotations.NullMarked;
