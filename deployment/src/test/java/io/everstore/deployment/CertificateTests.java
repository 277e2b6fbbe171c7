package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One authority, certificates for what their owners do and are called, and every Secret made. */
class CertificateTests {

    /** Whose private key nobody but cert-manager has. */
    private static final String AUTHORITY = "authority";

    /** What they call themselves with is made by their operators. */
    private static final Set<String> CALL_NOBODY = Set.of("pg", "kafka");

    /** For whoever examines the shop through the API server; no object names it. */
    private static final String OPERATOR = "operator-tls";

    @EachOverlay
    void comeFromOneAuthority(String overlay) {
        assertThat(objects(overlay, "Issuer"))
                .filteredOn(issuer -> name(issuer).equals("everstore"))
                .singleElement()
                .satisfies(
                        issuer ->
                                assertThat(issuer.at("/spec/ca/secretName").asText())
                                        .isEqualTo(AUTHORITY));
        for (JsonNode certificate : certificates(overlay).toList()) {
            boolean isAuthority = name(certificate).equals(AUTHORITY);
            assertThat(certificate.at("/spec/isCA").asBoolean())
                    .as(name(certificate))
                    .isEqualTo(isAuthority);
            JsonNode issuer = certificate.at("/spec/issuerRef");
            assertThat(issuer.path("name").asText())
                    .isEqualTo(isAuthority ? "self-signed" : "everstore");
            // Of this namespace: another kind would be another one of the same name.
            assertThat(issuer.path("group").asText()).isEqualTo("cert-manager.io");
            assertThat(issuer.path("kind").asText()).isEqualTo("Issuer");
        }
        assertThat(named(overlay)).doesNotContain(AUTHORITY);
    }

    /** Whoever reads it only when it starts has three months to be started anew. */
    @EachOverlay
    void areRenewedLongBeforeTheyEnd(String overlay) {
        Duration longest = Duration.ZERO;
        for (JsonNode certificate : issued(overlay)) {
            Duration life = hours(certificate, "duration");
            assertThat(hours(certificate, "renewBefore"))
                    .as(name(certificate))
                    .isGreaterThanOrEqualTo(Duration.ofDays(90))
                    .isLessThan(life);
            assertThat(certificate.at("/spec/privateKey/rotationPolicy").asText())
                    .isEqualTo("Always");
            assertThat(certificate.at("/spec/privateKey/algorithm").asText()).isEqualTo("ECDSA");
            // The services and Kafka read no other.
            assertThat(certificate.at("/spec/privateKey/encoding").asText()).isEqualTo("PKCS8");
            longest = longest.compareTo(life) > 0 ? longest : life;
        }
        JsonNode authority =
                certificates(overlay).filter(c -> name(c).equals(AUTHORITY)).findFirst().get();
        assertThat(hours(authority, "renewBefore")).isGreaterThanOrEqualTo(longest.multipliedBy(2));
        assertThat(authority.at("/spec/privateKey/rotationPolicy").asText()).isEqualTo("Never");
    }

    @EachOverlay
    void haveExactlyTheNamesThatAreCalled(String overlay) {
        var called = new CalledNames(Overlay.of(overlay)).byServer();
        for (JsonNode certificate : issued(overlay)) {
            Set<String> names = new TreeSet<>();
            certificate.at("/spec/dnsNames").forEach(name -> names.add(name.asText()));
            assertThat(names)
                    .as("names of %s", name(certificate))
                    .isEqualTo(called.getOrDefault(name(certificate), Set.of()));
            Set<String> usages = new TreeSet<>();
            certificate.at("/spec/usages").forEach(usage -> usages.add(usage.asText()));
            assertThat(usages).contains("digital signature");
            assertThat(usages.contains("server auth"))
                    .as("%s serves", name(certificate))
                    .isEqualTo(!names.isEmpty());
            assertThat(usages.contains("client auth"))
                    .as("%s calls", name(certificate))
                    .isEqualTo(!CALL_NOBODY.contains(name(certificate)));
        }
        assertThat(issued(overlay).stream().map(CertificateTests::name).toList())
                .containsAll(called.keySet());
    }

    /** Nobody has the key of somebody else; migrations have none at all. */
    @EachOverlay
    void areMountedByTheirOwnersOnly(String overlay) {
        for (Overlay.Workload workload : Overlay.of(overlay).workloads()) {
            String owner = workload.name().replace("-migration", "");
            assertThat(workload.pod().getVolumes())
                    .filteredOn(volume -> volume.getName().equals("certificates"))
                    .singleElement()
                    .extracting(Volume::getSecret)
                    .satisfies(
                            secret -> {
                                assertThat(secret.getSecretName()).isEqualTo(owner + "-tls");
                                assertThat(secret.getItems().stream().map(i -> i.getKey()).toList())
                                        .isEqualTo(
                                                workload.isJob() ? List.of("ca.crt") : List.of());
                                assertThat(secret.getDefaultMode()).isEqualTo(0440);
                            });
            assertThat(workload.container().getVolumeMounts())
                    .filteredOn(mount -> mount.getName().equals("certificates"))
                    .singleElement()
                    .satisfies(mount -> assertThat(mount.getReadOnly()).isTrue());
        }
    }

    @EachOverlay
    void areTheSecretsThatNobodyElseMakes(String overlay) {
        Set<String> made = secrets(overlay);
        Set<String> others = new TreeSet<>(named(overlay));
        others.removeAll(made);
        assertThat(documented()).as("Secrets of docs/kubernetes.md").containsAll(others);

        Set<String> unused = new TreeSet<>(made);
        unused.removeAll(named(overlay));
        assertThat(unused).containsExactlyInAnyOrder(AUTHORITY, OPERATOR);
    }

    /** What cert-manager makes. */
    private static Set<String> secrets(String overlay) {
        return certificates(overlay)
                .map(certificate -> certificate.at("/spec/secretName").asText())
                .collect(Collectors.toSet());
    }

    /** What every other object but Issuers, whose business keys are, refers to. */
    private static Set<String> named(String overlay) {
        Set<String> names = new TreeSet<>();
        Overlay.of(overlay).documents().stream()
                .filter(d -> !d.path("apiVersion").asText().startsWith("cert-manager.io/"))
                .forEach(document -> SecretNames.collect(document, names));
        assertThat(names).hasSizeGreaterThan(10);
        return names;
    }

    private static Set<String> documented() {
        String page = Checkout.read("docs/kubernetes.md");
        int begin = page.indexOf("| Secret |");
        return page.substring(begin, page.indexOf("\n\n", begin))
                .lines()
                .skip(2)
                .map(row -> row.substring(1, row.indexOf('|', 1)))
                .flatMap(cell -> Stream.of(cell.replaceAll("\\(.*\\)", "").split(",", -1)))
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> issued(String overlay) {
        return certificates(overlay).filter(c -> !name(c).equals(AUTHORITY)).toList();
    }

    private static Stream<JsonNode> certificates(String overlay) {
        return objects(overlay, "Certificate").stream();
    }

    private static List<JsonNode> objects(String overlay, String kind) {
        return Overlay.of(overlay).documents().stream()
                .filter(d -> d.path("kind").asText().equals(kind))
                .toList();
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private static Duration hours(JsonNode certificate, String field) {
        String text = certificate.at("/spec/" + field).asText();
        assertThat(text).endsWith("h");
        return Duration.ofHours(Integer.parseInt(text.substring(0, text.length() - 1)));
    }
}
