package io.everstore.chaos.targets.k8s;

import io.everstore.local.control.CommandFailed;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that answers, and the namespace in which the shop is.
 *
 * @param client closed with it
 */
record Cluster(KubernetesClient client, String namespace) implements AutoCloseable {

    /** The databases, by CloudNativePG. */
    static final ResourceDefinitionContext DATABASES =
            kind("postgresql.cnpg.io", "v1", "Cluster", "clusters");

    /** Their name in k8s/components/postgres. */
    static final String POSTGRES = "pg";

    private static final int NOT_RUNNING = 3;
    private static final Duration CONNECTED = Duration.ofSeconds(3);
    private static final Duration ANSWERED = Duration.ofSeconds(10);

    static ResourceDefinitionContext kind(
            String group, String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    /**
     * The one that kubectl would take.
     *
     * @param context of kubectl's file; null for its current one
     * @throws CommandFailed with what to do if it does not answer, or has no shop
     */
    static Cluster require(@Nullable String context, String namespace) {
        Config config = Config.autoConfigure(context);
        var current = config.getCurrentContext();
        if (context != null && (current == null || !context.equals(current.getName()))) {
            throw notRunning("kubectl knows no context '%s'".formatted(context));
        }
        config.setConnectionTimeout((int) CONNECTED.toMillis());
        config.setRequestTimeout((int) ANSWERED.toMillis());
        // Whoever asks twice a second needs no patience here.
        config.setRequestRetryBackoffLimit(1);
        return require(new KubernetesClientBuilder().withConfig(config).build(), namespace);
    }

    /** The same with a client that is there already. */
    static Cluster require(KubernetesClient client, String namespace) {
        Cluster cluster = new Cluster(client, namespace);
        try {
            client.getKubernetesVersion();
            if (cluster.databases() != null) {
                return cluster;
            }
        } catch (KubernetesClientException e) {
            client.close();
            throw notRunning(
                    "the cluster at %s does not answer as it should: %s"
                            .formatted(client.getMasterUrl(), reason(e)));
        }
        client.close();
        throw notRunning(
                "the namespace %s at %s has no Cluster pg of CloudNativePG"
                        .formatted(namespace, client.getMasterUrl()));
    }

    private static String reason(KubernetesClientException failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause);
    }

    static CommandFailed notRunning(String why) {
        return notReady(
                "Everstore does not run on Kubernetes (%s); start it as docs/kubernetes.md says, and see kubectl config get-contexts"
                        .formatted(why));
    }

    /** The same exit code, for whom it runs and cannot be examined. */
    static CommandFailed notReady(String what) {
        return new CommandFailed(NOT_RUNNING, what);
    }

    /** The databases as their operator sees them; null if there are none. */
    @Nullable GenericKubernetesResource databases() {
        return custom(DATABASES).withName(POSTGRES).get();
    }

    /** Objects of a kind that the client has no type for. */
    NonNamespaceOperation<
                    GenericKubernetesResource,
                    GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            custom(ResourceDefinitionContext kind) {
        return client.genericKubernetesResources(kind).inNamespace(namespace);
    }

    /** All of the namespace. */
    List<Pod> pods() {
        return client.pods().inNamespace(namespace).list().getItems();
    }

    /** Whether somebody has taught the cluster this kind; everybody may ask that. */
    boolean knows(ResourceDefinitionContext kind) {
        APIResourceList known = client.getApiResources(kind.getGroup() + "/" + kind.getVersion());
        return known != null
                && known.getResources().stream().anyMatch(r -> kind.getKind().equals(r.getKind()));
    }

    @Override
    public void close() {
        client.close();
    }
}
