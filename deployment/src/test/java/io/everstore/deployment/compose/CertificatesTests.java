package io.everstore.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Checkout;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who has which certificate, and whether it has the names by which its node is called. */
class CertificatesTests {

    private static final String AUTHORITY = "certificates-authority";
    private static final String PLACE = ":/run/certificates:ro";

    /** They ask, and are asked by nobody: the command line shows itself, the others do not. */
    private static final Map<String, String> CLIENTS =
            Map.of(
                    "topics", "certificates-everstore",
                    "demo", "certificates-everstore",
                    "everstore", "certificates-everstore",
                    "catalog-migration", AUTHORITY,
                    "order-migration", AUTHORITY,
                    "blackbox", AUTHORITY,
                    "probe-login", AUTHORITY,
                    "postgres-exporter-1", AUTHORITY,
                    "postgres-exporter-2", AUTHORITY,
                    "postgres-exporter-3", AUTHORITY);

    /** No TLS yet: what they say to each other and to people; see docs/security.md. */
    private static final Pattern WITHOUT =
            Pattern.compile("alertmanager-\\d|grafana|collector|loki|tempo|secrets");

    private static final Pattern CALLED = Pattern.compile("\\b([a-z]+-\\d):\\d+");

    @TestFactory
    Stream<DynamicTest> givesEachContainerItsOwnAlone() {
        return Stack.services().entrySet().stream()
                .filter(service -> !service.getKey().equals(Certificate.JOB))
                .map(
                        service ->
                                DynamicTest.dynamicTest(
                                        service.getKey(),
                                        () ->
                                                assertThat(certificatesOf(service.getValue()))
                                                        .isEqualTo(wanted(service.getKey()))));
    }

    private static List<String> certificatesOf(Map<?, ?> service) {
        return Stack.texts(service, "volumes").stream()
                .filter(volume -> volume.contains("certificates"))
                .toList();
    }

    private static List<String> wanted(String service) {
        if (WITHOUT.matcher(service).matches()) {
            return List.of();
        }
        return List.of(CLIENTS.getOrDefault(service, "certificates-" + service) + PLACE);
    }

    /** Nobody else can make one, and nobody can ask it to. */
    @Test
    void keepsTheKeyOfTheAuthorityToItself() {
        Map<?, ?> job = Stack.services().get(Certificate.JOB);

        assertThat(job.get("network_mode")).isEqualTo("none");
        assertThat(Stack.texts(job, "volumes")).contains("certificates:/certificates/all");
        assertThat(Checkout.read("docker/certificates/make"))
                .doesNotContain("ca.key")
                .contains("authority)\n      give \"$all\" \"$to\" 0 444 ca.crt\n");
    }

    @Test
    void putsEachIntoTheVolumeOfItsNode() {
        Set<String> wanted =
                Stream.concat(
                                Certificate.all().stream().map(Certificate::node),
                                Stream.of("authority"))
                        .map(node -> "certificates-%s:/certificates/%s".formatted(node, node))
                        .collect(Collectors.toCollection(TreeSet::new));
        wanted.add("certificates:/certificates/all");
        wanted.add("./docker/certificates/make:/usr/local/bin/make:ro");

        assertThat(new TreeSet<>(Stack.texts(Stack.services().get(Certificate.JOB), "volumes")))
                .isEqualTo(wanted);
    }

    /** A node without its files would end, and start again, and end. */
    @TestFactory
    Stream<DynamicTest> startsNobodyBefore() {
        Map<String, Map<?, ?>> services = Stack.services();
        return services.entrySet().stream()
                .filter(service -> !certificatesOf(service.getValue()).isEmpty())
                // It is run by hand, when all else runs.
                .filter(service -> !Set.of(Certificate.JOB, "everstore").contains(service.getKey()))
                .map(
                        service ->
                                DynamicTest.dynamicTest(
                                        service.getKey(),
                                        () ->
                                                assertThat(awaited(service.getKey(), services))
                                                        .contains(Certificate.JOB)));
    }

    private static Set<String> awaited(String service, Map<String, Map<?, ?>> services) {
        Set<String> all = new HashSet<>();
        Map<?, ?> own = services.getOrDefault(service, Map.of());
        if (own.get("depends_on") instanceof Map<?, ?> direct) {
            for (Object name : direct.keySet()) {
                all.add(name.toString());
                all.addAll(awaited(name.toString(), services));
            }
        }
        return all;
    }

    /** The smaller stack replaces whole lists. */
    @Test
    void startsNobodyBeforeInTheSmallerStackEither() {
        assertThat(Checkout.read("docker-compose.small.yml").lines())
                .filteredOn(line -> line.contains("depends_on: !override"))
                .hasSize(2)
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .contains(
                                                "certificates: {condition: service_completed_successfully}"));
    }

    @Test
    void hasTheNamesByWhichNodesAreCalled() {
        Set<String> called = new TreeSet<>();
        for (String file :
                List.of(
                        "docker-compose.yml",
                        "docker/lb/haproxy.cfg",
                        "docker/prometheus/prometheus.yml")) {
            CALLED.matcher(Checkout.read(file)).results().forEach(r -> called.add(r.group(1)));
        }
        called.retainAll(Stack.nodes().keySet());

        assertThat(called).hasSizeGreaterThan(20);
        assertThat(called)
                .allSatisfy(host -> assertThat(Certificate.of(host).names()).contains(host));
    }

    @Test
    void hasTheAddressesByWhichNodesAreCalled() {
        Stack.nodes()
                .forEach(
                        (name, node) -> {
                            Set<String> names = Certificate.of(name).names();
                            if (name.startsWith("lb-")) {
                                String virtual =
                                        String.valueOf(
                                                Stack.map(node, "environment")
                                                        .get("VIRTUAL_ADDRESS"));
                                assertThat(names).contains(virtual);
                            }
                            if (name.matches("(lb|etcd)-\\d")) {
                                assertThat(names).contains(Stack.address(node));
                            }
                        });
    }
}
