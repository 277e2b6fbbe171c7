package io.everstore.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who answers over TLS is looked at: one authority, the name that was called, today's TLS. */
class AuthorityTests {

    private static final String AUTHORITY = "/run/certificates/ca.crt";

    /** Every way to believe whoever answers that one of our programs has. */
    private static final Pattern BLIND =
            Pattern.compile(
                    "curl [^\n]*(\\s-\\w*k\\w*\\s|--insecure)|\"curl\"[^\\n]*\"-\\w*k\\w*\""
                            + "|redis-cli [^\n]*--insecure|verify none|insecure_skip_verify: true"
                            + "|\\binsecure: true|SKIP_(TLS_)?VERIF\\w*|IDENTIFICATION_ALGORITHM"
                            + "|sslmode=(?!verify-full)|SSLMODE=(?!verify-full)"
                            + "|no-check-certificate|AUTO_TLS|TLSv1(\\.[01])?\\b(?!\\.)");

    @TestFactory
    Stream<DynamicTest> nobodyBelievesWhoeverAnswers() throws IOException {
        return files().map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file,
                                        () ->
                                                assertThat(Checkout.read(file))
                                                        .doesNotContainPattern(BLIND)));
    }

    /** What the containers are told and brought; not what stands in for images that are missing. */
    private static Stream<String> files() throws IOException {
        Path root = Checkout.ROOT;
        List<String> files;
        try (Stream<Path> all = Files.walk(root.resolve("docker"))) {
            files =
                    all.filter(Files::isRegularFile)
                            .map(file -> root.relativize(file).toString())
                            .filter(Predicate.not(file -> file.startsWith("docker/airgap/")))
                            .toList();
        }
        assertThat(files).hasSizeGreaterThan(15);
        return Stream.concat(
                Stream.of("docker-compose.yml", "docker-compose.observability.yml"),
                files.stream());
    }

    @Test
    void curlIsToldTheAuthority() {
        for (String file :
                List.of("docker/lb/start", "docker/service/healthy", "docker/blackbox/login")) {
            assertThat(Checkout.read(file)).containsPattern("curl [^\n]*--cacert \\S+ca\\.crt");
        }
        assertThat(Stack.services().values())
                .map(service -> String.valueOf(service.get("healthcheck")))
                .filteredOn(check -> check.contains("https://"))
                .hasSizeGreaterThan(4)
                .allSatisfy(check -> assertThat(check).contains("--cacert, " + AUTHORITY));
    }

    @Test
    void brokersBelieveTheAuthority() {
        assertThat(Stack.environment("kafka-1"))
                .contains(
                        Map.entry("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM"),
                        Map.entry("KAFKA_SSL_TRUSTSTORE_LOCATION", AUTHORITY),
                        Map.entry("KAFKA_SSL_KEYSTORE_TYPE", "PEM"),
                        Map.entry("KAFKA_SSL_KEYSTORE_LOCATION", "/run/certificates/tls.pem"));
    }

    /** Of etcd's two ports each asks for certificates, so each has to know whose. */
    @Test
    void membersOfEtcdBelieveTheAuthority() {
        for (String port : List.of("ETCD_", "ETCD_PEER_")) {
            assertThat(Stack.environment("etcd-1"))
                    .contains(
                            Map.entry(port + "TRUSTED_CA_FILE", AUTHORITY),
                            Map.entry(port + "CERT_FILE", "/run/certificates/tls.crt"),
                            Map.entry(port + "KEY_FILE", "/run/certificates/tls.key"));
        }
        for (int i = 1; i <= 3; i++) {
            assertThat(Stack.environment("etcd-" + i))
                    .allSatisfy(
                            (name, value) -> {
                                if (name.endsWith("_URLS")) {
                                    assertThat(value).startsWith("https://");
                                }
                            });
        }
    }

    @Test
    void patroniBelievesTheAuthority() {
        assertThat(Stack.environment("pg-1")).containsEntry("PATRONI_ETCD3_CACERT", AUTHORITY);
        Map<?, ?> patroni = Stack.yaml("docker/postgres/patroni.yml");
        assertThat(Stack.map(patroni, "restapi").get("cafile")).isEqualTo(AUTHORITY);
        assertThat(Stack.map(patroni, "ctl").get("cacert")).isEqualTo(AUTHORITY);
        Map<?, ?> parameters = Stack.map(Stack.map(patroni, "postgresql"), "parameters");
        assertThat(parameters.get("ssl_min_protocol_version")).isEqualTo("TLSv1.2");
    }

    @Test
    void redisAndSentinelsBelieveTheAuthority() {
        String start = Checkout.read("docker/redis/start");
        assertThat(start)
                .contains("redis-cli --tls --cacert $certificates/ca.crt")
                .contains("--tls-ca-cert-file $certificates/ca.crt --tls-auth-clients yes")
                .contains("\ntls-ca-cert-file $certificates/ca.crt\n");
    }

    @Test
    void exportersBelieveTheAuthority() {
        for (int i = 1; i <= 3; i++) {
            assertThat(Stack.environment("postgres-exporter-" + i).get("DATA_SOURCE_URI"))
                    .startsWith("pg-" + i + ":5432/")
                    .contains("sslmode=verify-full&sslrootcert=" + AUTHORITY);
        }
        assertThat(Stack.environment("redis-exporter"))
                .containsEntry("REDIS_EXPORTER_TLS_CA_CERT_FILE", AUTHORITY);
    }

    @Test
    void loadBalancersSpeakNoOldTls() {
        assertThat(Checkout.read("docker/lb/haproxy.cfg"))
                .contains("ssl-default-bind-options ssl-min-ver TLSv1.2")
                .contains("ssl-default-server-options ssl-min-ver TLSv1.2");
    }

    /** The command line speaks TLS only if it is told where its certificate is. */
    @Test
    void toolsShowThemselves() {
        for (String tool : List.of("topics", "demo", "everstore")) {
            assertThat(Stack.environment(tool))
                    .containsEntry("EVERSTORE_CERTIFICATES", "/run/certificates");
        }
    }
}
