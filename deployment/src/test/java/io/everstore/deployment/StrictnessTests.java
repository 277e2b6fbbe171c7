package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every object has the fields of its type and no others, with values of their types. */
class StrictnessTests {

    @EachOverlay
    void readsEachObjectAsItsType(String overlay) {
        List<JsonNode> documents = Overlay.of(overlay).documents();
        assertThat(documents).hasSizeGreaterThan(50);
        assertThat(documents).allSatisfy(StrictnessTests::isAccepted);
    }

    @EachOverlay
    void makesEachObjectOnceAndInTheNamespace(String overlay) {
        List<JsonNode> documents = Overlay.of(overlay).documents();
        assertThat(documents)
                .extracting(d -> Kinds.of(d) + "/" + d.at("/metadata/name").asText())
                .doesNotHaveDuplicates();
        assertThat(documents)
                .filteredOn(d -> !List.of("Namespace", "PriorityClass").contains(kind(d)))
                .allSatisfy(
                        d ->
                                assertThat(d.at("/metadata/namespace").asText())
                                        .isEqualTo("everstore"));
    }

    @Test
    void readsEachLinkFaultAsItsType() {
        List<JsonNode> faults = faults();
        assertThat(faults).hasSizeGreaterThan(6);
        assertThat(faults).allSatisfy(StrictnessTests::isAccepted);
    }

    /** What the readers are worth: a manifest with one mistake each. */
    @ParameterizedTest
    @CsvSource({
        "StatefulSet, /spec/template/spec/containers/0/livenessProbe, periodSecond, 5",
        "StatefulSet, /spec, podManagmentPolicy, Parallel",
        "Deployment, /spec, replicas, two",
        "HorizontalPodAutoscaler, /spec, maxReplicas, ",
        "NetworkPolicy, /spec, policyType, Ingress",
        "Cluster, /spec/postgresql/synchronous, quorum, 1",
        "Cluster, /spec/postgresql/synchronous, method, some",
        "Kafka, /spec/kafka, replica, 3",
        "KafkaNodePool, /spec, replicas, many",
        "KafkaTopic, /spec, partition, 6",
        "HTTPRoute, /spec, parentRef, everstore",
        "BackendTLSPolicy, /spec/validation, hostnames, gateway",
        "EnvoyProxy, /spec/backendTLS, clientCertificate, edge-tls",
        "EnvoyProxy, /spec/backendTLS, minVersion, 1.1",
        "Certificate, /spec, dnsName, gateway",
        "Certificate, /spec/privateKey, rotation, Always",
        "Issuer, /spec, caa, authority",
        "Cluster, /spec/certificates, serverTlsSecret, pg-tls",
    })
    void refusesAnObjectWithAMistake(String kind, String parent, String field, String value) {
        JsonNode object =
                Overlay.of("local").documents().stream()
                        .filter(d -> kind(d).equals(kind))
                        .findFirst()
                        .orElseThrow()
                        .deepCopy();
        ObjectNode place = (ObjectNode) object.at(parent);
        if (value == null) {
            place.remove(field);
        } else {
            place.put(field, value);
        }
        assertThatThrownBy(() -> Kinds.check(object)).isInstanceOf(Exception.class);
    }

    private static void isAccepted(JsonNode document) {
        String name = Kinds.of(document) + " " + document.at("/metadata/name").asText();
        assertThatCode(() -> Kinds.check(document)).as(name).doesNotThrowAnyException();
    }

    static List<JsonNode> faults() {
        try (Stream<Path> files = Files.list(Checkout.ROOT.resolve("chaos/k8s"))) {
            return files.sorted()
                    .map(file -> Checkout.read("chaos/k8s/" + file.getFileName()))
                    .flatMap(text -> StrictYaml.documents(text).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list chaos/k8s", e);
        }
    }

    private static String kind(JsonNode document) {
        return document.path("kind").asText();
    }
}
