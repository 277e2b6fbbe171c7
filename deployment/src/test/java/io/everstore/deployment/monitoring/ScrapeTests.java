package io.everstore.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Checkout;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Prometheus asks everybody who is there, and nobody else. */
class ScrapeTests {

    private static final String STACK = "docker-compose.yml";
    private static final String MONITORS = "docker-compose.observability.yml";

    /** What the monitors do without being asked: one renews a token, the others show. */
    private static final Set<String> UNWATCHED =
            Set.of("probe-login", "grafana", "collector", "tempo", "loki");

    @Test
    void asksEveryNode() {
        Set<String> asked =
                Tree.of("docker/prometheus/prometheus.yml").list("scrape_configs").stream()
                        .flatMap(job -> asked(job).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> nodes = new TreeSet<>(nodes());
        nodes.addAll(Tree.of(MONITORS).get("services").keys());
        nodes.removeAll(UNWATCHED);
        assertThat(asked).isEqualTo(nodes);
    }

    /** Jobs and tools come and go; what has a number stays. */
    private static Set<String> nodes() {
        return Tree.of(STACK).get("services").keys().stream()
                .filter(name -> name.matches(".+-\\d"))
                .collect(Collectors.toSet());
    }

    /**
     * The shop's, in the clear for nobody; Kafka's numbers are told by an agent that cannot yet.
     */
    @Test
    void asksNodesOverTls() {
        Set<String> nodes = nodes();
        assertThat(Tree.of("docker/prometheus/prometheus.yml").list("scrape_configs"))
                .filteredOn(job -> nodes.containsAll(asked(job)))
                .filteredOn(job -> !job.text("job_name").equals("kafka"))
                .hasSizeGreaterThan(8)
                .allSatisfy(
                        job ->
                                assertThat(job.value().toString())
                                        .as(job.text("job_name"))
                                        .containsAnyOf(
                                                "scheme=https, tls_config={ca_file=/run/certificates/ca.crt, cert_file=",
                                                "replacement=rediss://$1",
                                                "replacement=https://$1"));
        Tree modules = Tree.of("docker/blackbox/blackbox.yml").get("modules");
        assertThat(modules.keys())
                .allSatisfy(
                        name ->
                                assertThat(modules.get(name).value().toString())
                                        .contains("tls_config={ca_file=/run/certificates/ca.crt}"));
    }

    private static Set<String> asked(Tree job) {
        return job.list("static_configs").stream()
                .flatMap(config -> config.list("targets").stream())
                .map(target -> target.value().toString().replaceFirst(":.*", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void pinsEveryImageInOnePlace() {
        Set<String> pinned =
                Checkout.read(".env")
                        .lines()
                        .filter(line -> line.matches("\\w+_IMAGE=.+:.+"))
                        .map(line -> "${" + line.replaceFirst("=.*", "}"))
                        .collect(Collectors.toSet());
        Tree services = Tree.of(MONITORS).get("services");
        assertThat(services.keys())
                .extracting(name -> services.get(name).text("image"))
                // What is built of this checkout has no version.
                .filteredOn(image -> !image.startsWith("everstore/"))
                .allSatisfy(image -> assertThat(pinned).contains(image));
    }
}
