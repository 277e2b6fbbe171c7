package io.everstore.deployment.cloudnativepg;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/** {@code postgresql.cnpg.io/v1}: base backups at fixed times. */
public record ScheduledBackup(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    /**
     * What and when.
     *
     * @param schedule six fields: seconds come first
     */
    public record Spec(
            LocalObjectReference cluster,
            String schedule,
            boolean immediate,
            String backupOwnerReference,
            String method,
            LocalObjectReference pluginConfiguration,
            String target) {}
}
