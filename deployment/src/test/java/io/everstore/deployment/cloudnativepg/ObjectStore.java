package io.everstore.deployment.cloudnativepg;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** {@code barmancloud.cnpg.io/v1}: where base backups and the log go. */
public record ObjectStore(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    public record Spec(
            String retentionPolicy,
            Configuration configuration,
            Sidecar instanceSidecarConfiguration) {}

    public record Configuration(
            String destinationPath, S3Credentials s3Credentials, Log wal, Data data) {}

    public record S3Credentials(SecretKeySelector accessKeyId, SecretKeySelector secretAccessKey) {}

    public record Log(String compression, @Nullable Integer maxParallel) {}

    public record Data(String compression, @Nullable Integer jobs) {}

    public record Sidecar(ResourceRequirements resources) {}
}
