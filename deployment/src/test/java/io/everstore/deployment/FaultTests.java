package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Link faults hit pods that there are, in our namespace only, and end by themselves. */
class FaultTests {

    /** Labels that the operators put on their pods. */
    private static final Set<String> OF_OPERATORS =
            Set.of(
                    "cnpg.io/cluster=pg",
                    "cnpg.io/instanceRole=primary",
                    "strimzi.io/name=everstore-kafka");

    @Test
    void endByThemselves() {
        assertThat(StrictnessTests.faults())
                .allSatisfy(
                        f ->
                                assertThat(f.at("/spec/duration").asText())
                                        .as(name(f))
                                        .matches("\\d{2,3}s"));
    }

    @Test
    void stayInTheNamespace() {
        assertThat(StrictnessTests.faults())
                .allSatisfy(
                        fault -> {
                            List<JsonNode> selectors = fault.findValues("selector");
                            assertThat(selectors).as(name(fault)).isNotEmpty();
                            assertThat(selectors)
                                    .allSatisfy(
                                            s -> {
                                                assertThat(s.path("namespaces")).hasSize(1);
                                                assertThat(s.path("namespaces").get(0).asText())
                                                        .isEqualTo("everstore");
                                            });
                        });
    }

    @Test
    void hitPodsThatThereAre() {
        Set<String> labels = new TreeSet<>(OF_OPERATORS);
        for (Overlay.Workload workload : Overlay.of("local").workloads()) {
            workload.template()
                    .getMetadata()
                    .getLabels()
                    .forEach((k, v) -> labels.add(k + "=" + v));
            if (workload.kind().equals("StatefulSet")) {
                for (int i = 1;
                        i <= Redundancy.instances(Overlay.of("local"), workload.name());
                        i++) {
                    labels.add("statefulset.kubernetes.io/pod-name=" + workload.name() + "-" + i);
                }
            }
        }
        for (JsonNode fault : StrictnessTests.faults()) {
            List<String> wanted = new ArrayList<>();
            for (JsonNode selector : fault.findValues("selector")) {
                selector.path("labelSelectors")
                        .properties()
                        .forEach(e -> wanted.add(e.getKey() + "=" + e.getValue().asText()));
                for (JsonNode expression : selector.path("expressionSelectors")) {
                    expression
                            .path("values")
                            .forEach(
                                    v ->
                                            wanted.add(
                                                    expression.path("key").asText()
                                                            + "="
                                                            + v.asText()));
                }
            }
            assertThat(labels).as(name(fault)).containsAll(wanted);
        }
    }

    private static String name(JsonNode fault) {
        return fault.at("/metadata/name").asText();
    }
}
