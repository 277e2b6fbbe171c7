package io.everstore.deployment;

import io.everstore.deployment.cloudnativepg.Cluster;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.nodepool.ProcessRoles;
import java.util.regex.Pattern;

/** How many there are of each. */
final class Redundancy {

    private Redundancy() {}

    /** As the overlay makes them, and never fewer. */
    static int instances(Overlay overlay, String tier) {
        return switch (tier) {
            case "gateway", "catalog", "order" ->
                    overlay.all(HorizontalPodAutoscaler.class).stream()
                            .filter(s -> s.getSpec().getScaleTargetRef().getName().equals(tier))
                            .findFirst()
                            .orElseThrow()
                            .getSpec()
                            .getMinReplicas();
            case "redis", "sentinel" ->
                    overlay.all(StatefulSet.class).stream()
                            .filter(s -> s.getMetadata().getName().equals(tier))
                            .findFirst()
                            .orElseThrow()
                            .getSpec()
                            .getReplicas();
            case "pg" -> overlay.the(Cluster.class).spec().instances();
            case "kafka" -> nodes(overlay, ProcessRoles.BROKER);
            default -> throw new IllegalArgumentException("unknown tier " + tier);
        };
    }

    static int nodes(Overlay overlay, ProcessRoles role) {
        return overlay.all(KafkaNodePool.class).stream()
                .filter(pool -> pool.getSpec().getRoles().contains(role))
                .mapToInt(pool -> pool.getSpec().getReplicas())
                .sum();
    }

    /** As the table of nodes in the README says. */
    static int documented(String tier) {
        String readme = Checkout.read("README.md");
        String table =
                readme.substring(
                        readme.indexOf("<!-- nodes:begin -->"),
                        readme.indexOf("<!-- nodes:end -->"));
        return (int) Pattern.compile("`" + tier + "-\\d`").matcher(table).results().count();
    }
}
