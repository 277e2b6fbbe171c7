package io.everstore.chaos.targets.compose;

import io.everstore.local.control.Json;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Patroni's REST interface, which is published for each database node on a port of loopback. */
final class Patroni {

    private static final int BASE = 8400;

    /** A frozen node takes the connection, and says nothing. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** It answers when another node is the primary, or will not be. */
    private static final Duration SWITCHOVER = Duration.ofSeconds(30);

    private final String scheme;
    private final HttpClient http;

    Patroni(Transport transport) {
        this.scheme = transport.scheme();
        this.http = transport.httpClient().connectTimeout(LOOK).build();
    }

    private HttpRequest.Builder request(String node, String path) {
        String index = node.substring(node.lastIndexOf('-') + 1);
        int port = BASE + Integer.parseInt(index);
        return HttpRequest.newBuilder(
                URI.create("%s://127.0.0.1:%d%s".formatted(scheme, port, path)));
    }

    /**
     * What the server itself says that it is, primary or standby; empty while it does not answer.
     */
    Optional<String> role(String node) {
        try {
            return roleIn(send(request(node, "/patroni").timeout(LOOK)).body());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A server that is starting has a role as well, but plays none. */
    static Optional<String> roleIn(String status) {
        try {
            var json = Json.MAPPER.readTree(status);
            boolean isRunning = json.path("state").asString("").equals("running");
            return switch (isRunning ? json.path("role").asString("") : "") {
                case "primary", "master" -> Optional.of("primary");
                case "replica" -> Optional.of("standby");
                default -> Optional.empty();
            };
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /**
     * Hands over to a synchronous standby; returns when it is the primary.
     *
     * @throws IllegalStateException with what Patroni says if it does not
     */
    void switchover(String primary) {
        String body = Json.MAPPER.writeValueAsString(Map.of("leader", primary));
        try {
            HttpResponse<String> answer =
                    send(
                            request(primary, "/switchover")
                                    .timeout(SWITCHOVER)
                                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "%s does not hand over: %s".formatted(primary, answer.body().strip()));
            }
        } catch (IOException e) {
            throw new IllegalStateException(primary + " does not answer to a switchover", e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
