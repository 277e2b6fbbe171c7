package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Connections.Flow;
import io.everstore.deployment.Connections.Party;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What one party calls on another is open, once, and nothing else is. */
class NetworkTests {

    private static final String NAME = "app.kubernetes.io/name";

    private static final Map<String, Party> PARTIES = new TreeMap<>();

    static {
        for (String name : List.of("gateway", "catalog", "order", "redis", "sentinel")) {
            PARTIES.put(name, Party.ours(name, Map.of(NAME, name)));
        }
        for (String name : List.of("catalog-migration", "order-migration")) {
            PARTIES.put(name, Party.ours(name, Map.of(NAME, name)));
        }
        PARTIES.put("pg", Party.ours("pg", Map.of("cnpg.io/cluster", "pg")));
        PARTIES.put("kafka", Party.ours("kafka", Map.of("strimzi.io/name", "everstore-kafka")));
        PARTIES.put(
                "topics",
                Party.ours("topics", Map.of("strimzi.io/name", "everstore-entity-operator")));
        // Whom operators and monitoring bring; their labels are those of their own manifests.
        other("proxies", "envoy-gateway-system", "app.kubernetes.io/component", "proxy");
        other("prometheus", "monitoring", NAME, "prometheus");
        other("cnpg", "cnpg-system", NAME, "cloudnative-pg");
        other("strimzi", "strimzi", "strimzi.io/kind", "cluster-operator");
        other("stranger", "default", NAME, "stranger");
    }

    private static void other(String name, String namespace, String label, String value) {
        PARTIES.put(name, new Party(name, namespace, Map.of(label, value)));
    }

    /** Who the operators' names belong to; those of our own Services are looked up. */
    private static final Map<String, String> OPERATED =
            Map.of("pg-rw", "pg", "pg-ro", "pg", "everstore-kafka-bootstrap", "kafka");

    /** The calls that no setting of ours names. */
    private static final List<Flow> INFRASTRUCTURE =
            List.of(
                    new Flow("proxies", "gateway", 8100),
                    new Flow("prometheus", "gateway", 8100),
                    new Flow("prometheus", "catalog", 8200),
                    new Flow("prometheus", "order", 8300),
                    // Sentinel tells where the primary is, so who asks it connects to Redis.
                    new Flow("gateway", "redis", 6379),
                    new Flow("catalog", "redis", 6379),
                    new Flow("redis", "redis", 6379),
                    new Flow("redis", "sentinel", 26379),
                    new Flow("sentinel", "redis", 6379),
                    new Flow("sentinel", "sentinel", 26379),
                    // CloudNativePG: replication, and the state of each instance.
                    new Flow("pg", "pg", 5432),
                    new Flow("pg", "pg", 8000),
                    new Flow("cnpg", "pg", 5432),
                    new Flow("cnpg", "pg", 8000),
                    new Flow("prometheus", "pg", 9187),
                    // Strimzi: controllers, replication, the agent that tells when a broker may be
                    // restarted.
                    new Flow("kafka", "kafka", 9090),
                    new Flow("kafka", "kafka", 9091),
                    new Flow("topics", "kafka", 9091),
                    new Flow("strimzi", "kafka", 9090),
                    new Flow("strimzi", "kafka", 9091),
                    new Flow("strimzi", "kafka", 8443),
                    new Flow("prometheus", "kafka", 9404));

    @EachOverlay
    void opensWhatIsCalledAndNothingElse(String overlay) {
        Set<Flow> called = new TreeSet<>(INFRASTRUCTURE);
        called.addAll(calls(Overlay.of(overlay)));
        assertThat(connections(overlay).open()).isEqualTo(called);
    }

    @EachOverlay
    void listsEachConnectionOnceAtEachEnd(String overlay) {
        Connections connections = connections(overlay);
        assertThat(connections.open())
                .allSatisfy(
                        flow -> {
                            assertThat(connections.ingress(flow)).as("into it").hasSize(1);
                            if (PARTIES.get(flow.from()).isOurs()) {
                                assertThat(connections.egress(flow)).as("out of it").hasSize(1);
                            }
                        });
    }

    /** It opens nothing yet, and would as soon as the other end made a mistake as well. */
    @EachOverlay
    void listsNothingAtOneEndOnly(String overlay) {
        assertThat(connections(overlay).half()).isEmpty();
    }

    @EachOverlay
    void opensNothingByDefault(String overlay) {
        NetworkPolicy nothing =
                Overlay.of(overlay).all(NetworkPolicy.class).stream()
                        .filter(p -> p.getMetadata().getName().equals("nothing"))
                        .findFirst()
                        .orElseThrow();
        assertThat(nothing.getSpec().getPodSelector().getMatchLabels()).isEmpty();
        assertThat(nothing.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(nothing.getSpec().getIngress()).isEmpty();
        assertThat(nothing.getSpec().getEgress()).isEmpty();
    }

    /** Only what talks to the API server or to object storage leaves the namespaces we know. */
    @EachOverlay
    void letsOnlyTheOperatedOut(String overlay) {
        assertThat(connections(overlay).outside())
                .containsExactlyInAnyOrder(
                        "pg:443",
                        "pg:6443",
                        "kafka:443",
                        "kafka:6443",
                        "topics:443",
                        "topics:6443");
    }

    private static Connections connections(String overlay) {
        return new Connections(
                Overlay.of(overlay).all(NetworkPolicy.class), List.copyOf(PARTIES.values()));
    }

    /** From the addresses that each service is told and reads. */
    private static List<Flow> calls(Overlay overlay) {
        List<Flow> flows = new ArrayList<>();
        for (Overlay.Workload workload : overlay.workloads()) {
            if (workload.isService()) {
                Map<String, String> environment = overlay.environment(workload);
                for (String setting : settings(workload.name())) {
                    // All instances that the DNS has under a name are those of its Service.
                    String value = environment.getOrDefault(setting, "").replaceFirst("^dns:", "");
                    if (value.matches("[a-z0-9.-]+:\\d+(,[a-z0-9.-]+:\\d+)*")) {
                        for (String address : value.split(",", -1)) {
                            flows.add(call(overlay, workload.name(), address));
                        }
                    }
                }
            } else if (workload.isJob()) {
                flows.add(new Flow(workload.name(), "pg", 5432));
            }
        }
        return flows;
    }

    private static List<String> settings(String service) {
        String text = Checkout.read(service + "-service/src/main/resources/application.yml");
        return Pattern.compile("\\$\\{([A-Z_]+):")
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    private static Flow call(Overlay overlay, String from, String address) {
        String host = address.substring(0, address.indexOf(':'));
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        if (OPERATED.containsKey(host)) {
            return new Flow(from, OPERATED.get(host), port);
        }
        Service service =
                overlay.all(Service.class).stream()
                        .filter(s -> s.getMetadata().getName().equals(host))
                        .findFirst()
                        .orElseThrow(
                                () -> new AssertionError("there is no Service for " + address));
        assertThat(service.getSpec().getPorts())
                .singleElement()
                .satisfies(p -> assertThat(p.getPort()).isEqualTo(port));
        String to = service.getSpec().getSelector().get(NAME);
        // Behind the Service is a port of the container; policies are about that one.
        var container = overlay.workload(to).template().getSpec().getContainers().getFirst();
        assertThat(container.getPorts())
                .singleElement()
                .satisfies(
                        p -> {
                            assertThat(p.getContainerPort()).isEqualTo(port);
                            assertThat(
                                            service.getSpec()
                                                    .getPorts()
                                                    .getFirst()
                                                    .getTargetPort()
                                                    .getStrVal())
                                    .isEqualTo(p.getName());
                        });
        return new Flow(from, to, port);
    }
}
