/**
 * The fields of Chaos Mesh 2.8 that the faults use; its Java models cannot be had any more. A field
 * that is missing here is refused, so whoever adds one looks it up.
 */
@NullMarked
package io.everstore.deployment.chaosmesh;

import org.jspecify.annotations.NullMarked;
