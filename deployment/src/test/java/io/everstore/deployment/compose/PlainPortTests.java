package io.everstore.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Checkout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No node of the shop listens in the clear, and no client of it would take that. */
class PlainPortTests {

    private static final Pattern SERVER =
            Pattern.compile("server (\\S+) \\1:8100 verifyhost \\1 (check|track gateways/\\1)");

    private static List<String> lines(String path, String start) {
        return Checkout.read(path)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(start))
                .toList();
    }

    @Test
    void customersComeOverTls() {
        assertThat(lines("docker/lb/haproxy.cfg", "bind "))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(" ssl crt /run/certificates/"));
        assertThat(Checkout.read("docker/lb/haproxy.cfg"))
                .contains("set-header X-Forwarded-Proto https")
                .contains(
                        "del-header Strict-Transport-Security if { var(txn.host) -m str -i localhost }");
    }

    @Test
    void loadBalancersBelieveGatewaysOnlyAndShowThemselves() {
        assertThat(lines("docker/lb/haproxy.cfg", "default-server ").getFirst())
                .isEqualTo(
                        "default-server ssl verify required ca-file /run/certificates/ca.crt"
                                + " crt /run/certificates/tls.pem");
        assertThat(lines("docker/lb/haproxy.cfg", "server "))
                .hasSize(6)
                .allSatisfy(line -> assertThat(line).matches(SERVER));
    }

    @TestFactory
    Stream<DynamicTest> servicesAndTheirJobsSpeakTlsOnAllHops() {
        return Stack.services().keySet().stream()
                .filter(service -> service.matches("(gateway|catalog|order)-(\\d|migration)"))
                .map(
                        service ->
                                DynamicTest.dynamicTest(
                                        service, () -> speaksTls(Stack.environment(service))));
    }

    private static void speaksTls(Map<String, String> environment) {
        String profiles = String.valueOf(environment.get("SPRING_PROFILES_ACTIVE"));
        assertThat(profiles.split(",", -1)).contains("tls");
        assertThat(environment.get("EVERSTORE_CERTIFICATES")).isEqualTo("/run/certificates");
    }

    @Test
    void postgresTakesNobodyInTheClear() {
        Map<?, ?> patroni = Stack.yaml("docker/postgres/patroni.yml");
        Map<?, ?> postgres = Stack.map(patroni, "postgresql");

        assertThat(Stack.texts(postgres, "pg_hba"))
                .isNotEmpty()
                .allMatch(rule -> rule.matches("(local|hostssl) .*"));
        assertThat(Stack.map(postgres, "parameters").get("ssl")).isEqualTo("on");
        assertThat(lines("docker/postgres/start", "export PATRONI_"))
                .anyMatch(
                        line ->
                                line.contains("PATRONI_SUPERUSER_SSLMODE=verify-full")
                                        && line.contains("PATRONI_REPLICATION_SSLMODE=verify-full"))
                .anyMatch(
                        line ->
                                line.contains("PATRONI_SUPERUSER_SSLROOTCERT=")
                                        && line.contains("PATRONI_REPLICATION_SSLROOTCERT="));
    }

    @Test
    void patroniAndEtcdShowCertificates() {
        Map<?, ?> patroni = Stack.yaml("docker/postgres/patroni.yml");
        Set<String> files = Set.of("certfile", "keyfile");
        assertThat(Stack.map(patroni, "restapi").get("verify_client")).isEqualTo("optional");
        assertThat(Stack.map(patroni, "restapi").keySet().containsAll(files)).isTrue();
        assertThat(Stack.map(patroni, "ctl").keySet().containsAll(files)).isTrue();
        assertThat(Stack.environment("pg-1").get("PATRONI_ETCD3_PROTOCOL")).isEqualTo("https");

        for (int i = 1; i <= 3; i++) {
            Map<String, String> etcd = Stack.environment("etcd-" + i);
            assertThat(etcd.get("ETCD_CLIENT_CERT_AUTH")).isEqualTo("true");
            assertThat(etcd.get("ETCD_PEER_CLIENT_CERT_AUTH")).isEqualTo("true");
        }
    }

    @Test
    void redisAndSentinelsHaveNoPlainPort() {
        String start = Checkout.read("docker/redis/start");
        assertThat(start)
                .contains("set -- --port 0 --tls-port 6379 ")
                .contains("--tls-auth-clients yes --tls-replication yes")
                .contains("\nport 0\ntls-port 26379\n")
                .contains("\ntls-auth-clients yes\ntls-replication yes\n");
        assertThat(start).contains("sentinel announce-hostnames yes");
    }

    @Test
    void kafkaHasNoPlainListener() {
        for (int i = 1; i <= 3; i++) {
            Map<String, String> kafka = Stack.environment("kafka-" + i);
            assertThat(kafka.get("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"))
                    .isEqualTo("INTERNAL:SSL,HOST:SSL,CONTROLLER:SSL");
            assertThat(kafka.get("KAFKA_SSL_CLIENT_AUTH")).isEqualTo("required");
        }
    }

    /** But a monitor's own health check, within its container, and traces if they are wanted. */
    @Test
    void nobodyIsAskedInTheClear() {
        String all =
                Checkout.read("docker-compose.yml")
                        + Checkout.read("docker-compose.observability.yml")
                                .replace("http://127.0.0.1:", "")
                                .replace("http://collector:4318", "");
        assertThat(all).doesNotContain("http://", "sslmode=disable", "PLAINTEXT");
        assertThat(Checkout.read("docker/lb/start")).doesNotContain("http://");
        assertThat(Checkout.read("docker/service/healthy")).doesNotContain("http://");
        assertThat(Checkout.read("docker/blackbox/login")).doesNotContain("http://");
    }
}
