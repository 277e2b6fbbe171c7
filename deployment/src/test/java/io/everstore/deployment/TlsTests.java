package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.everstore.deployment.Overlay.Workload;
import io.everstore.deployment.cloudnativepg.Cluster;
import io.everstore.deployment.envoygateway.EnvoyProxy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.strimzi.api.kafka.model.kafka.Kafka;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Nobody listens in the clear, and nobody calls in the clear. */
class TlsTests {

    /** A file that a script or a setting names. */
    private static final Pattern PEM =
            Pattern.compile("/[a-z/]+(?=/(tls\\.crt|tls\\.key|ca\\.crt))");

    @EachOverlay
    void turnsItOnInEachService(String overlay) {
        Overlay shop = Overlay.of(overlay);
        for (Workload workload : shop.workloads()) {
            if (workload.isService() || workload.isJob()) {
                Map<String, String> told = shop.environment(workload);
                assertThat(told.get("SPRING_PROFILES_ACTIVE").split(",", -1))
                        .as("%s", workload)
                        .contains("tls");
                assertThat(told).containsEntry("EVERSTORE_CERTIFICATES", mount(workload));
            }
        }
        for (Workload service : shop.services()) {
            assertThat(service.container().getPorts())
                    .extracting(ContainerPort::getName)
                    .containsExactly("https");
            assertThat(service.probes())
                    .allSatisfy(p -> assertThat(p.getHttpGet().getScheme()).isEqualTo("HTTPS"));
        }
    }

    @EachOverlay
    void callsTheDatabaseOverTlsBeforeAMigration(String overlay) {
        for (String job : List.of("catalog-migration", "order-migration")) {
            Workload workload = Overlay.of(overlay).workload(job);
            assertThat(workload.pod().getInitContainers())
                    .singleElement()
                    .extracting(Container::getEnv)
                    .satisfies(
                            env ->
                                    assertThat(env)
                                            .extracting(EnvVar::getName, EnvVar::getValue)
                                            .contains(
                                                    tuple("PGSSLMODE", "verify-full"),
                                                    tuple(
                                                            "PGSSLROOTCERT",
                                                            mount(workload) + "/ca.crt")));
        }
    }

    @EachOverlay
    void leavesRedisNoPlainPort(String overlay) {
        assertThat(script(overlay, "redis.sh"))
                .contains("--port 0 --tls-port 6379 --tls-replication yes --tls-auth-clients yes")
                .contains("--replica-announce-ip \"$HOSTNAME\"");
        assertThat(script(overlay, "sentinel.sh").lines())
                .contains(
                        "port 0",
                        "tls-port 26379",
                        "tls-replication yes",
                        "tls-auth-clients yes",
                        "sentinel resolve-hostnames yes",
                        "sentinel announce-hostnames yes",
                        "sentinel announce-ip $HOSTNAME");
        assertThat(script(overlay, "ask.sh")).contains("exec redis-cli --tls ");
        for (String name : List.of("redis", "sentinel")) {
            Workload workload = Overlay.of(overlay).workload(name);
            String port = workload.container().getPorts().getFirst().getContainerPort().toString();
            assertThat(workload.probes())
                    .allSatisfy(
                            probe ->
                                    assertThat(probe.getExec().getCommand())
                                            .containsExactly(
                                                    "/bin/sh",
                                                    "/scripts/ask.sh",
                                                    "-p",
                                                    port,
                                                    "ping"));
            for (String script : List.of(name + ".sh", "ask.sh")) {
                assertThat(PEM.matcher(script(overlay, script)).results())
                        .hasSize(3)
                        .allMatch(path -> path.group().equals(mount(workload)));
            }
        }
        // Nothing asks by another way.
        assertThat(script(overlay, "primary.sh")).doesNotContain("redis-cli");
        assertThat(Overlay.of(overlay).workload("redis").container().getLifecycle().toString())
                .doesNotContain("redis-cli");
    }

    @EachOverlay
    void refusesDatabaseConnectionsInTheClear(String overlay) {
        Cluster.Spec databases = Overlay.of(overlay).the(Cluster.class).spec();
        assertThat(databases.certificates())
                .isEqualTo(new Cluster.Certificates("pg-tls", "pg-tls"));
        assertThat(databases.postgresql().rules()).startsWith("hostnossl all all all reject");
        assertThat(databases.monitoring().tls().enabled()).isTrue();
    }

    @EachOverlay
    void leavesKafkaNoPlainListener(String overlay) {
        assertThat(Overlay.of(overlay).the(Kafka.class).getSpec().getKafka().getListeners())
                .isNotEmpty()
                .allSatisfy(
                        listener -> {
                            assertThat(listener.isTls()).isTrue();
                            var own = listener.getConfiguration().getBrokerCertChainAndKey();
                            assertThat(own.getSecretName()).isEqualTo("kafka-tls");
                            assertThat(own.getCertificate()).isEqualTo("tls.crt");
                            assertThat(own.getKey()).isEqualTo("tls.key");
                        });
    }

    @EachOverlay
    void showsTheGatewaysWhoTheEdgeIs(String overlay) {
        Overlay shop = Overlay.of(overlay);
        var policy = shop.the(BackendTLSPolicy.class).getSpec();
        var target = policy.getTargetRefs().getFirst();
        assertThat(List.of(target.getKind(), target.getName(), target.getSectionName()))
                .containsExactly("Service", "gateway", "https");
        var authority = policy.getValidation().getCaCertificateRefs().getFirst();
        EnvoyProxy proxy = shop.the(EnvoyProxy.class);
        var shown = proxy.spec().backendTLS().clientCertificateRef();
        assertThat(shown)
                .isEqualTo(new EnvoyProxy.Reference("", "Secret", "edge-tls", "everstore"));
        assertThat(authority.getKind()).isEqualTo("Secret");
        assertThat(authority.getName()).isEqualTo(shown.name());
        var used = shop.the(Gateway.class).getSpec().getInfrastructure().getParametersRef();
        assertThat(used.getGroup() + "/" + used.getKind() + "/" + used.getName())
                .isEqualTo("gateway.envoyproxy.io/EnvoyProxy/" + proxy.metadata().getName());
    }

    /** But for the brokers' figures, for which Strimzi has no certificate. */
    @EachOverlay
    void scrapesOverTls(String overlay) {
        for (JsonNode monitor : Overlay.of(overlay).documents()) {
            String kind = monitor.path("kind").asText();
            boolean isPods = kind.equals("PodMonitor");
            if (isPods || kind.equals("ServiceMonitor")) {
                String name = monitor.at("/metadata/name").asText();
                JsonNode endpoints =
                        monitor.at(isPods ? "/spec/podMetricsEndpoints" : "/spec/endpoints");
                assertThat(StreamSupport.stream(endpoints.spliterator(), false))
                        .as("%s %s", kind, name)
                        .isNotEmpty()
                        .allMatch(
                                endpoint ->
                                        endpoint.path("scheme").asText().equals("https")
                                                != name.equals("kafka"));
                if (!isPods) {
                    assertThat(endpoints.findValuesAsText("key"))
                            .containsExactlyInAnyOrder("ca.crt", "tls.crt", "tls.key");
                }
            }
        }
    }

    private static String script(String overlay, String file) {
        return Overlay.of(overlay).all(ConfigMap.class).stream()
                .filter(map -> map.getData().containsKey(file))
                .map(map -> map.getData().get(file))
                .findFirst()
                .orElseThrow();
    }

    /** Where its certificates are. */
    private static String mount(Workload workload) {
        return workload.container().getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals("certificates"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(workload + " has no certificates"))
                .getMountPath();
    }
}
