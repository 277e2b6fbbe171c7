/**
 * The Kubernetes manifests are what a strict platform engineer would sign: read strictly, and held
 * to rules about redundancy, shutdown, privileges and connections. No cluster is needed, only
 * {@code kubectl}.
 */
@NullMarked
package io.everstore.deployment;

import org.jspecify.annotations.NullMarked;
