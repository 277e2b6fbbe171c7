/** The shop that runs on Kubernetes, by its API and that of Chaos Mesh. */
@NullMarked
package io.everstore.chaos.targets.k8s;

import org.jspecify.annotations.NullMarked;
