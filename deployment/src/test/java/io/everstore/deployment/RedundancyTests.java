package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.cloudnativepg.Cluster;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.strimzi.api.kafka.model.common.TopologyLabelRack;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.ProcessRoles;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Three of everything that holds state, N+1 of everything that does not, as the README has it. */
class RedundancyTests {

    private static final Pattern TOPIC =
            Pattern.compile("\"((?:catalog|orders)\\.(?:products|stock|events|intake))\"");

    @EachOverlay
    void hasAsManyOfEachAsTheReadmeSays(String overlay) {
        for (String tier :
                List.of("gateway", "catalog", "order", "pg", "redis", "sentinel", "kafka")) {
            assertThat(Redundancy.instances(Overlay.of(overlay), tier))
                    .as(tier)
                    .isGreaterThan(1)
                    .isEqualTo(Redundancy.documented(tier));
        }
        assertThat(Redundancy.nodes(Overlay.of(overlay), ProcessRoles.CONTROLLER)).isEqualTo(3);
    }

    /** However many there are: the gateway asks for all addresses that a headless Service has. */
    @EachOverlay
    void findsEachInstanceThatIsReady(String overlay) {
        Overlay shop = Overlay.of(overlay);
        Map<String, String> environment = shop.environment(shop.workload("gateway"));
        for (String name : List.of("catalog", "order")) {
            Service service =
                    shop.all(Service.class).stream()
                            .filter(s -> s.getMetadata().getName().equals(name))
                            .findFirst()
                            .orElseThrow();
            assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
            assertThat(service.getSpec().getPublishNotReadyAddresses()).isNull();
            int port = service.getSpec().getPorts().getFirst().getPort();
            assertThat(environment)
                    .containsEntry(
                            name.toUpperCase(Locale.ROOT) + "_INSTANCES",
                            "dns:%s:%d".formatted(name, port));
        }
    }

    @EachOverlay
    void acknowledgesACommitOnTwoServersOrNotAtAll(String overlay) {
        var synchronous = Overlay.of(overlay).the(Cluster.class).spec().postgresql().synchronous();
        assertThat(synchronous)
                .isEqualTo(
                        new Cluster.Synchronous(
                                Cluster.Choice.ANY, 1, Cluster.Durability.REQUIRED, true));
    }

    @EachOverlay
    void acknowledgesARecordOnTwoBrokersOfThree(String overlay) {
        Map<String, Object> config =
                Overlay.of(overlay).the(Kafka.class).getSpec().getKafka().getConfig();
        assertThat(config)
                .containsEntry("default.replication.factor", 3)
                .containsEntry("min.insync.replicas", 2)
                .containsEntry("offsets.topic.replication.factor", 3)
                .containsEntry("transaction.state.log.replication.factor", 3)
                .containsEntry("transaction.state.log.min.isr", 2)
                .containsEntry("unclean.leader.election.enable", false)
                .containsEntry("auto.create.topics.enable", false);
        // Copies of a partition are in different zones.
        assertThat(Overlay.of(overlay).the(Kafka.class).getSpec().getKafka().getRack())
                .isInstanceOfSatisfying(
                        TopologyLabelRack.class,
                        rack ->
                                assertThat(rack.getTopologyKey())
                                        .isEqualTo("topology.kubernetes.io/zone"));
    }

    @EachOverlay
    void makesTheTopicsOfTheServices(String overlay) {
        String source = Checkout.readAll("local-cluster/src/main/java/io/everstore/local/node");
        Set<String> topics =
                TOPIC.matcher(source).results().map(m -> m.group(1)).collect(Collectors.toSet());
        Set<String> expected = new HashSet<>(topics);
        topics.forEach(topic -> expected.add(topic + ".dlt"));
        List<KafkaTopic> made = Overlay.of(overlay).all(KafkaTopic.class);
        assertThat(made)
                .extracting(topic -> topic.getMetadata().getName())
                .hasSize(8)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(made)
                .allSatisfy(
                        topic -> {
                            assertThat(topic.getSpec().getPartitions()).isEqualTo(6);
                            assertThat(topic.getSpec().getReplicas()).isEqualTo(3);
                            assertThat(topic.getSpec().getConfig())
                                    .containsEntry("min.insync.replicas", 2);
                            assertThat(topic.getSpec().getConfig().get("cleanup.policy"))
                                    .isEqualTo(
                                            topic.getMetadata().getName().equals("catalog.products")
                                                    ? "compact"
                                                    : null);
                        });
    }

    /**
     * 8 connections for each instance that may run, 3 more of each catalogue, and room for operator
     * and migration. In a rollout one more of each comes, and one is still on its way out.
     */
    @EachOverlay
    void hasConnectionsForAsManyAsMayRun(String overlay) {
        Overlay shop = Overlay.of(overlay);
        int most =
                shop.all(HorizontalPodAutoscaler.class).stream()
                        .filter(s -> !s.getMetadata().getName().equals("gateway"))
                        .mapToInt(
                                s ->
                                        (s.getSpec().getMaxReplicas() + 2)
                                                * (s.getMetadata().getName().equals("catalog")
                                                        ? 11
                                                        : 8))
                        .sum();
        int allowed =
                Integer.parseInt(
                        shop.the(Cluster.class)
                                .spec()
                                .postgresql()
                                .parameters()
                                .get("max_connections"));
        assertThat(most + 20).isLessThanOrEqualTo(allowed);
    }
}
