package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.everstore.deployment.Overlay.Workload;
import io.everstore.deployment.cloudnativepg.Cluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import io.strimzi.api.kafka.model.kafka.Kafka;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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
        assertThat(script(overlay, "ask.sh"))
                .contains("exec redis-cli --tls ")
                .doesNotContain("--insecure");
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

    /** A port that nobody listens at is refused; a plain one would be as good as open. */
    @EachOverlay
    void opensNoOtherPort(String overlay) {
        Overlay shop = Overlay.of(overlay);
        for (Service service : shop.all(Service.class)) {
            String behind = service.getSpec().getSelector().get("app.kubernetes.io/name");
            assertThat(shop.workload(behind).container().getPorts()).hasSize(1);
            assertThat(service.getSpec().getPorts())
                    .as("%s", service.getMetadata().getName())
                    .singleElement()
                    .satisfies(
                            port ->
                                    assertThat(port.getTargetPort().getStrVal())
                                            .isEqualTo(
                                                    shop.workload(behind)
                                                            .container()
                                                            .getPorts()
                                                            .getFirst()
                                                            .getName()));
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
