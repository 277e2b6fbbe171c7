package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Overlay.Workload;
import io.everstore.deployment.cloudnativepg.Cluster;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.kafka.KafkaClusterSpec;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Times that have to fit each other. All are in seconds. */
class TimingTests {

    /** A record of a pod lives this long in the DNS of a cluster (CoreDNS, plugin kubernetes). */
    private static final int NAME_IN_CLUSTER = 5;

    @EachOverlay
    void servesUntilNobodyAsksAnyMore(String overlay) {
        int check = seconds("gateway-service", "check-interval: (\\d+)s");
        for (Workload service : Overlay.of(overlay).services()) {
            Matcher ttl =
                    Pattern.compile("inetaddr\\.ttl=(\\d+)")
                            .matcher(
                                    Overlay.of(overlay)
                                            .environment(service)
                                            .get("JDK_JAVA_OPTIONS"));
            assertThat(ttl.find()).isTrue();
            int remembered = NAME_IN_CLUSTER + Integer.parseInt(ttl.group(1)) + check;
            assertThat(preStop(service)).as("%s", service).isGreaterThan(remembered);
        }
    }

    /**
     * The web server and the Kafka listeners stop one after the other, each in a phase of its own.
     */
    @EachOverlay
    void isGivenTheTimeToStop(String overlay) {
        for (Workload service : Overlay.of(overlay).services()) {
            int phase = seconds(service.name() + "-service", "timeout-per-shutdown-phase: (\\d+)s");
            int phases = service.name().equals("gateway") ? 1 : 2;
            assertThat(service.template().getSpec().getTerminationGracePeriodSeconds())
                    .as("%s", service)
                    .isGreaterThan(preStop(service) + (long) phases * phase);
        }
    }

    @EachOverlay
    void ordersTheTimesOfAFailover(String overlay) {
        Cluster.Spec spec = Overlay.of(overlay).the(Cluster.class).spec();
        Cluster.PrimaryLease lease = spec.primaryLease();
        // What the operator's webhook asks for.
        assertThat(lease.leaseDurationSeconds()).isGreaterThan(lease.renewDeadlineSeconds());
        assertThat((double) lease.renewDeadlineSeconds())
                .isGreaterThan(1.2 * lease.retryPeriodSeconds());
        assertThat(spec.smartShutdownTimeout()).isZero();
        assertThat(spec.failoverDelay()).isZero();
        assertThat(spec.switchoverDelay()).isLessThan(spec.stopDelay());
        Cluster.IsolationCheck isolation = spec.probes().liveness().isolationCheck();
        assertThat(isolation).isNotNull();
        assertThat(isolation.enabled()).isTrue();
        assertThat(isolation.requestTimeout() + isolation.connectionTimeout())
                .isLessThan(1000 * spec.probes().liveness().timeoutSeconds());
        Cluster.Probe readiness = spec.probes().readiness();
        assertThat(readiness.periodSeconds() * readiness.failureThreshold()).isLessThanOrEqualTo(3);
    }

    /** Strimzi drops keys that it wants for itself, and says so only in its log. */
    @EachOverlay
    void setsOnlyWhatStrimziLetsThrough(String overlay) {
        Map<String, Object> config =
                Overlay.of(overlay).the(Kafka.class).getSpec().getKafka().getConfig();
        List<String> forbidden = list(KafkaClusterSpec.FORBIDDEN_PREFIXES);
        List<String> excepted = list(KafkaClusterSpec.FORBIDDEN_PREFIX_EXCEPTIONS);
        assertThat(config.keySet())
                .isNotEmpty()
                .allMatch(
                        key ->
                                excepted.contains(key)
                                        || forbidden.stream().noneMatch(key::startsWith));
        int heartbeat = (int) config.get("broker.heartbeat.interval.ms");
        assertThat((int) config.get("broker.session.timeout.ms"))
                .isGreaterThanOrEqualTo(3 * heartbeat);
    }

    @EachOverlay
    void restrictsTheBrokersToo(String overlay) {
        assertThat(Overlay.of(overlay).all(KafkaNodePool.class))
                .isNotEmpty()
                .allSatisfy(
                        pool -> {
                            var template = pool.getSpec().getTemplate();
                            assertThat(template.getPod().getSecurityContext().getRunAsNonRoot())
                                    .isTrue();
                            assertThat(template.getPod().getTopologySpreadConstraints()).hasSize(2);
                            assertThat(
                                            Stream.of(
                                                    template.getKafkaContainer()
                                                            .getSecurityContext(),
                                                    template.getInitContainer()
                                                            .getSecurityContext()))
                                    .allSatisfy(
                                            context -> {
                                                assertThat(context.getAllowPrivilegeEscalation())
                                                        .isFalse();
                                                assertThat(context.getReadOnlyRootFilesystem())
                                                        .isTrue();
                                                assertThat(context.getCapabilities().getDrop())
                                                        .containsExactly("ALL");
                                            });
                            assertThat(pool.getSpec().getResources().getLimits())
                                    .containsOnlyKeys("cpu", "memory");
                        });
    }

    private static long preStop(Workload service) {
        return service.template()
                .getSpec()
                .getContainers()
                .getFirst()
                .getLifecycle()
                .getPreStop()
                .getSleep()
                .getSeconds();
    }

    private static int seconds(String module, String pattern) {
        Matcher matcher =
                Pattern.compile(pattern)
                        .matcher(Checkout.read(module + "/src/main/resources/application.yml"));
        if (!matcher.find()) {
            throw new AssertionError(module + " has no " + pattern + " any more: adapt this test");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static List<String> list(String commaSeparated) {
        return List.of(commaSeparated.split(", *", -1));
    }
}
