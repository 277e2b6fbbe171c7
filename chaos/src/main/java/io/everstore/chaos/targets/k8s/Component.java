package io.everstore.chaos.targets.k8s;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A tier, as the manifests in k8s know it. */
enum Component {
    POSTGRES(5432, Owner.OPERATOR),
    REDIS(6379, Owner.STATEFUL_SET),
    SENTINEL(26379, Owner.STATEFUL_SET),
    KAFKA(9093, Owner.OPERATOR),
    CATALOG(8200, Owner.DEPLOYMENT),
    ORDER(8300, Owner.DEPLOYMENT),
    GATEWAY(8100, Owner.DEPLOYMENT);

    /** By which the pods of the shop's own tiers are known. */
    static final String NAME = "app.kubernetes.io/name";

    /** Who makes its pods. */
    enum Owner {
        OPERATOR,
        STATEFUL_SET,
        DEPLOYMENT
    }

    private final int port;
    private final Owner owner;

    Component(int port, Owner owner) {
        this.port = port;
        this.owner = owner;
    }

    /** Empty if it is no node of the shop: a migration, an operator's job. */
    static Optional<Component> of(Pod pod) {
        Map<String, String> has = pod.getMetadata().getLabels();
        return Arrays.stream(values())
                .filter(c -> has != null && has.entrySet().containsAll(c.labels().entrySet()))
                .findFirst();
    }

    /** Empty if there is no such tier on Kubernetes. */
    static Optional<Component> named(String tier) {
        return Arrays.stream(values()).filter(c -> c.tier().equals(tier)).findFirst();
    }

    /** Its name in experiments, and that of its StatefulSet or Deployment and of its container. */
    String tier() {
        return name().toLowerCase(Locale.ROOT);
    }

    int port() {
        return port;
    }

    Owner owner() {
        return owner;
    }

    /** What all of its pods have, and nobody else has. */
    Map<String, String> labels() {
        return switch (this) {
            case POSTGRES -> Map.of("cnpg.io/cluster", "pg", "cnpg.io/podRole", "instance");
            case KAFKA ->
                    Map.of("strimzi.io/cluster", "everstore", "strimzi.io/pool-name", "brokers");
            default -> Map.of(NAME, tier());
        };
    }

    /** Whether it can be scaled and rolled out by whoever is no operator. */
    boolean isScaled() {
        return owner != Owner.OPERATOR;
    }
}
