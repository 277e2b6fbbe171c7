/**
 * The fields of CloudNativePG 1.30 and its Barman Cloud plugin that the manifests use, for which no
 * Java model is published. A field that is missing here is refused, so whoever adds one looks it
 * up.
 */
@NullMarked
package io.everstore.deployment.cloudnativepg;

import org.jspecify.annotations.NullMarked;
