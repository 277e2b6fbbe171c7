package io.everstore.deployment.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known to be wrong with components: asked of OSV (<a
 * href="https://google.github.io/osv.dev/api/">its API</a>), which has GitHub's reviewed advisories
 * for Maven, and compared with the <a
 * href="https://www.cisa.gov/known-exploited-vulnerabilities-catalog">list</a> of those that CISA
 * knows to be exploited. Either can be a mirror.
 */
final class Vulnerabilities {

    /** OSV takes this many questions at a time. */
    private static final int MOST = 1000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI osv;
    private final URI exploited;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    Vulnerabilities(URI osv, URI exploited) {
        this.osv = osv;
        this.exploited = exploited;
    }

    /**
     * All that are known, harmless ones as well.
     *
     * @throws NotReachable if one of the two cannot be asked, or says nothing useful
     */
    List<Finding> of(List<Component> components) throws NotReachable, InterruptedException {
        Set<String> used = knownToBeExploited();
        var findings = new ArrayList<Finding>();
        for (int from = 0; from < components.size(); from += MOST) {
            List<Component> some =
                    components.subList(from, Math.min(from + MOST, components.size()));
            JsonNode results = post(osv.resolve("/v1/querybatch"), questions(some)).path("results");
            if (results.size() != some.size()) {
                throw new NotReachable(osv, "it gave no answer for each component");
            }
            for (int i = 0; i < some.size(); i++) {
                for (JsonNode each : results.get(i).path("vulns")) {
                    findings.add(finding(some.get(i), each.path("id").asText(), used));
                }
            }
        }
        return findings;
    }

    private static String questions(List<Component> components) {
        ObjectNode batch = JSON.createObjectNode();
        components.forEach(
                component ->
                        batch.withArray("queries")
                                .addObject()
                                .putObject("package")
                                .put("purl", component.purl()));
        return batch.toString();
    }

    private Finding finding(Component component, String id, Set<String> used)
            throws NotReachable, InterruptedException {
        JsonNode advisory = get(osv.resolve("/v1/vulns/" + id));
        boolean isUsed = used.contains(id);
        for (JsonNode alias : advisory.path("aliases")) {
            isUsed |= used.contains(alias.asText());
        }
        String severity = advisory.path("database_specific").path("severity").asText("UNRATED");
        return new Finding(component, id, severity, isUsed, advisory.path("summary").asText());
    }

    private Set<String> knownToBeExploited() throws NotReachable, InterruptedException {
        var ids = new HashSet<String>();
        get(exploited)
                .path("vulnerabilities")
                .forEach(each -> ids.add(each.path("cveID").asText()));
        if (ids.isEmpty()) {
            throw new NotReachable(exploited, "it is no list of vulnerabilities");
        }
        return ids;
    }

    private JsonNode get(URI uri) throws NotReachable, InterruptedException {
        return send(HttpRequest.newBuilder(uri));
    }

    private JsonNode post(URI uri, String body) throws NotReachable, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder builder) throws NotReachable, InterruptedException {
        HttpRequest request = builder.timeout(PATIENCE).build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new NotReachable(request.uri(), "it answered " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new NotReachable(request.uri(), String.valueOf(e));
        }
    }

    /** Nothing is known, neither good nor bad. */
    static final class NotReachable extends Exception {

        NotReachable(URI uri, String why) {
            super("%s could not be asked: %s".formatted(uri, why));
        }
    }
}
