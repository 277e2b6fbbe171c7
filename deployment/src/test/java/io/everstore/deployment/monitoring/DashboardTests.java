package io.everstore.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.everstore.deployment.monitoring.Dashboard.Query;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Every panel asks what Prometheus understands, and gets an answer in a shop that runs. */
class DashboardTests {

    /** A Prometheus server of a stack that runs, as {@code http://localhost:9090}. */
    private static final String SERVER = System.getProperty("everstore.prometheus", "");

    /** Begin with the first event of their kind, which a healthy shop may never see. */
    private static final Set<String> ONLY_IN_TROUBLE =
            Set.of(
                    "catalog_requests_shed_total",
                    "gateway_requests_shed_total",
                    "gateway_requests_too_many_total",
                    "everstore_dead_letters_total",
                    "everstore_listener_failures_total",
                    "stale=\"true\"",
                    "state=\"closed\"} > 0");

    @Test
    void panelsAskWhatPrometheusUnderstands(@TempDir Path directory) throws Exception {
        List<Map<String, String>> rules =
                Dashboard.queries().stream()
                        .map(query -> Map.of("record", "panel", "expr", query.expression()))
                        .distinct()
                        .toList();
        assertThat(rules).hasSizeGreaterThan(30);
        Path file = directory.resolve("panels.yml");
        Files.writeString(
                file,
                new Yaml()
                        .dump(Map.of("groups", List.of(Map.of("name", "panels", "rules", rules)))));
        Tool.PROMTOOL.run(List.of("check", "rules", "--lint=none", file.toString()));
    }

    @Test
    void panelsShowSomethingInAShopThatRuns() throws Exception {
        assumeTrue(
                !SERVER.isEmpty(),
                "SKIPPED: no shop to ask; -Deverstore.prometheus=http://localhost:9090 names one");
        List<Query> silent = new ArrayList<>();
        for (Query query : Dashboard.queries()) {
            boolean isRare = ONLY_IN_TROUBLE.stream().anyMatch(query.expression()::contains);
            if (!isRare && !answer(query).contains("\"value\":[")) {
                silent.add(query);
            }
        }
        assertThat(silent).isEmpty();
    }

    private static String answer(Query query) throws IOException, InterruptedException {
        String expression = URLEncoder.encode(query.expression(), StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(SERVER + "/api/v1/query?query=" + expression))
                        .timeout(Duration.ofSeconds(10))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }
}
