package io.everstore.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Checkout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The way of spans and lines, read link by link, as its containers cannot be run everywhere: from
 * the services to the collector, on to where they are kept, and to Grafana, which ties them
 * together.
 */
class TracingTests {

    private static final Tree MONITORS =
            Tree.of("docker-compose.observability.yml").get("services");
    private static final Tree STACK = Tree.of("docker-compose.yml").get("services");
    private static final Tree COLLECTOR = Tree.of("docker/collector/collector.yml");

    private static final List<String> SERVICES =
            List.of(
                    "gateway-1",
                    "gateway-2",
                    "catalog-1",
                    "catalog-2",
                    "catalog-3",
                    "order-1",
                    "order-2",
                    "order-3");

    @Test
    void oneSettingTurnsTracesOn() {
        assertThat(SERVICES)
                .allSatisfy(
                        name -> {
                            Tree environment = STACK.get(name).get("environment");
                            assertThat(environment.text("OTEL_EXPORTER_OTLP_ENDPOINT"))
                                    .isEqualTo("${OTEL_EXPORTER_OTLP_ENDPOINT:-}");
                            assertThat(environment.text("EVERSTORE_TRACING_SHARE"))
                                    .isEqualTo("1.0");
                        });
        assertThat(COLLECTOR.get("receivers").get("otlp").get("protocols").get("http"))
                .extracting(http -> http.text("endpoint"))
                .isEqualTo("0.0.0.0:4318");
        assertThat(Checkout.read("docs/observability.md"))
                .contains("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318");
    }

    @Test
    void theCollectorPassesTracesAndLogsOnToWhereTheyAreKept() {
        Tree pipelines = COLLECTOR.get("service").get("pipelines");
        assertThat(exporter(pipelines.get("traces")))
                .isEqualTo("http://tempo:" + portOf("docker/tempo/tempo.yml"));
        assertThat(exporter(pipelines.get("logs"))).isEqualTo("http://loki:3100/otlp");
        assertThat(Tree.of("docker/loki/loki.yml").get("server").text("http_listen_port"))
                .isEqualTo("3100");
        assertThat(MONITORS.keys()).contains("collector", "tempo", "loki");
    }

    private static String exporter(Tree pipeline) {
        String name = pipeline.list("exporters").getFirst().value().toString();
        return COLLECTOR.get("exporters").get(name).text("endpoint");
    }

    private static String portOf(String tempo) {
        return Tree.of(tempo)
                .get("distributor")
                .get("receivers")
                .get("otlp")
                .get("protocols")
                .get("http")
                .text("endpoint")
                .replaceFirst(".*:", "");
    }

    /** The collector finds a container by the tag that its lines have in Docker's files. */
    @Test
    void everyContainerWritesWhereTheCollectorReads() {
        Stream.of(STACK, MONITORS)
                .flatMap(file -> file.keys().stream().map(file::get))
                .forEach(
                        container -> {
                            Tree logging = container.get("logging");
                            assertThat(logging.text("driver")).isEqualTo("json-file");
                            assertThat(logging.get("options").text("tag")).isEqualTo("{{.Name}}");
                        });
        assertThat(MONITORS.get("collector").list("volumes"))
                .extracting(volume -> volume.value().toString())
                .contains("/var/lib/docker/containers:/var/lib/docker/containers:ro");
        assertThat(Checkout.read("docker/service/Dockerfile"))
                .contains("LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs");
    }

    @Test
    void grafanaLeadsFromEachToTheOthers() {
        Map<String, Tree> sources =
                Stream.of("prometheus", "traces")
                        .map(name -> "docker/grafana/provisioning/datasources/" + name + ".yml")
                        .flatMap(file -> Tree.of(file).list("datasources").stream())
                        .collect(Collectors.toMap(source -> source.text("uid"), source -> source));
        Set<String> uids = sources.keySet();
        Tree fromLogs = sources.get("loki").get("jsonData").list("derivedFields").getFirst();
        Tree fromTraces = sources.get("tempo").get("jsonData").get("tracesToLogsV2");

        assertThat(uids).contains(fromLogs.text("datasourceUid"), fromTraces.text("datasourceUid"));
        assertThat(fromLogs.text("datasourceUid")).isEqualTo("tempo");
        assertThat(fromTraces.text("datasourceUid")).isEqualTo("loki");
        for (String server : List.of("prometheus-1", "prometheus-2")) {
            Tree exemplars =
                    sources.get(server)
                            .get("jsonData")
                            .list("exemplarTraceIdDestinations")
                            .getFirst();
            assertThat(exemplars.text("name")).isEqualTo("trace_id");
            assertThat(exemplars.text("datasourceUid")).isEqualTo("tempo");
            assertThat(MONITORS.get(server).list("command"))
                    .extracting(word -> word.value().toString())
                    .contains("--enable-feature=exemplar-storage");
        }
    }
}
