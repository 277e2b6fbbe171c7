package io.everstore.deployment.cloudnativepg;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code postgresql.cnpg.io/v1}: PostgreSQL with its standbys. */
public record Cluster(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    /** Times are in seconds unless the name says otherwise. */
    public record Spec(
            int instances,
            String imageName,
            boolean enablePDB,
            String priorityClassName,
            Bootstrap bootstrap,
            boolean enableSuperuserAccess,
            Certificates certificates,
            Managed managed,
            Postgresql postgresql,
            Monitoring monitoring,
            Probes probes,
            int failoverDelay,
            int smartShutdownTimeout,
            int switchoverDelay,
            int stopDelay,
            PrimaryLease primaryLease,
            Strategy primaryUpdateStrategy,
            Method primaryUpdateMethod,
            Affinity affinity,
            List<TopologySpreadConstraint> topologySpreadConstraints,
            ResourceRequirements resources,
            Storage storage,
            Storage walStorage,
            @Nullable List<Plugin> plugins) {}

    public record Bootstrap(Initdb initdb) {}

    public record Initdb(
            String database,
            String owner,
            LocalObjectReference secret,
            String encoding,
            String localeProvider,
            String builtinLocale,
            boolean dataChecksums) {}

    /** Names of Secrets. */
    public record Certificates(String serverTLSSecret, String serverCASecret) {}

    public record Managed(List<Role> roles) {}

    public record Role(
            String name, Ensure ensure, boolean login, LocalObjectReference passwordSecret) {}

    public enum Ensure {
        @JsonProperty("present")
        PRESENT,
        @JsonProperty("absent")
        ABSENT
    }

    /**
     * How the servers are.
     *
     * @param rules of {@code pg_hba.conf}; the operator's own stand before and after them
     */
    public record Postgresql(
            Synchronous synchronous,
            @JsonProperty("pg_hba") List<String> rules,
            Map<String, String> parameters) {}

    public record Monitoring(Tls tls) {}

    public record Tls(boolean enabled) {}

    public record Synchronous(
            Choice method, int number, Durability dataDurability, boolean failoverQuorum) {}

    public enum Choice {
        @JsonProperty("any")
        ANY,
        @JsonProperty("first")
        FIRST
    }

    public enum Durability {
        @JsonProperty("required")
        REQUIRED,
        @JsonProperty("preferred")
        PREFERRED
    }

    public record Probes(Probe readiness, Probe liveness) {}

    public record Probe(
            int periodSeconds,
            int timeoutSeconds,
            int failureThreshold,
            @Nullable IsolationCheck isolationCheck) {}

    /** Time-outs in milliseconds. */
    public record IsolationCheck(boolean enabled, int requestTimeout, int connectionTimeout) {}

    public record PrimaryLease(
            int leaseDurationSeconds,
            int renewDeadlineSeconds,
            int retryPeriodSeconds,
            int releasedLeaseDurationSeconds) {}

    public enum Strategy {
        @JsonProperty("unsupervised")
        UNSUPERVISED,
        @JsonProperty("supervised")
        SUPERVISED
    }

    public enum Method {
        @JsonProperty("switchover")
        SWITCHOVER,
        @JsonProperty("restart")
        RESTART
    }

    public record Affinity(
            boolean enablePodAntiAffinity, String podAntiAffinityType, String topologyKey) {}

    public record Storage(String size, @Nullable Boolean resizeInUseVolumes) {}

    public record Plugin(String name, boolean isWALArchiver, Map<String, String> parameters) {}
}
