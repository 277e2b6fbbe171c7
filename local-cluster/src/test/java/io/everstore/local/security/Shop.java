package io.everstore.local.security;

import io.everstore.local.acceptance.Everstore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** The local shop as it was found, or a small one that is started for these tests. */
final class Shop {

    static final String EDGE = "http://localhost:8080";

    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch");
    private static final Everstore everstore = new Everstore();
    private static boolean isOpen;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    static synchronized Shop open() {
        if (!isOpen && everstore.run("status").exitCode() == 3) {
            everstore.run("up", "--small", "--detach").succeeded();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> everstore.run("down")));
        }
        isOpen = true;
        return new Shop();
    }

    /** The signing key of its gateways: what they would not sign, the tests have to. */
    static Signer signer() {
        return Signer.with(everstore.home().resolve("secrets/jwt-private-key.pem"));
    }

    /** Of the first instance of a tier, past gateway and edge. */
    static String address(String tier) {
        return everstore
                .liveStatus()
                .path("nodes")
                .valueStream()
                .filter(node -> node.path("tier").asString().equals(tier))
                .map(node -> "http://localhost:" + node.path("port").asInt())
                .findFirst()
                .orElseThrow();
    }

    /** Every operation of the API description, as {@code GET /api/orders}, with its statuses. */
    @SuppressWarnings("unchecked")
    Map<String, Set<Integer>> operations() {
        Map<String, Object> document = new Yaml().load(get(EDGE + "/openapi").body());
        var paths = (Map<String, Map<String, Map<String, Object>>>) document.get("paths");
        var operations = new TreeMap<String, Set<Integer>>();
        paths.forEach(
                (path, verbs) ->
                        verbs.keySet().stream()
                                .filter(VERBS::contains)
                                .forEach(
                                        verb ->
                                                operations.put(
                                                        verb.toUpperCase(Locale.ROOT) + " " + path,
                                                        statuses(verbs.get(verb)))));
        return operations;
    }

    @SuppressWarnings("unchecked")
    private static Set<Integer> statuses(Map<String, Object> operation) {
        var statuses = new TreeSet<Integer>();
        ((Map<String, Object>) operation.get("responses"))
                .keySet()
                .forEach(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    HttpResponse<String> get(String uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        List.of(headers).stream()
                .map(header -> header.split(": ", 2))
                .forEach(header -> request.header(header[0], header[1]));
        return send(request.timeout(Duration.ofSeconds(15)).build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
