package io.everstore.deployment.cloudnativepg;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/** {@code postgresql.cnpg.io/v1}: a database in a cluster. */
public record Database(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    public record Spec(
            LocalObjectReference cluster,
            String name,
            String owner,
            String databaseReclaimPolicy) {}
}
