package io.everstore.local.bench;

import io.everstore.local.acceptance.Everstore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * What {@code ./everstore kill} and the others do, without starting a Java for each: that would
 * compete with the shop for the cores just when a fault is measured.
 */
final class Control {

    /** Full redundancy is back within two minutes (invariant I9). */
    private static final Duration HEALED = Duration.ofMinutes(2);

    private final Everstore everstore;
    private final HttpClient http = HttpClient.newHttpClient();

    Control(Everstore everstore) {
        this.everstore = everstore;
    }

    /** SIGKILL; returns when the signal was sent, of {@link System#nanoTime}. */
    long kill(String node) {
        return order(node, "kill");
    }

    /** SIGKILL of all of them, until {@link #start}. */
    long killForGood(Iterable<String> nodes) {
        long begin = System.nanoTime();
        nodes.forEach(node -> order(node, "kill?stay-down"));
        return begin;
    }

    void start(Iterable<String> nodes) {
        nodes.forEach(node -> order(node, "start"));
    }

    /** SIGSTOP of all of them; the supervisor replaces what may not stay frozen. */
    long freeze(Iterable<String> nodes) {
        long begin = System.nanoTime();
        nodes.forEach(node -> order(node, "pause"));
        return begin;
    }

    /** SIGCONT. */
    void resume(String node) {
        order(node, "resume");
    }

    void restart(String node) {
        order(node, "restart");
    }

    private long order(String node, String action) {
        long at = System.nanoTime();
        send("POST", "/nodes/" + node + "/" + action);
        return at;
    }

    List<String> nodes(String tier) {
        return status().filter(node -> node.path("tier").asString().equals(tier))
                .map(node -> node.path("name").asString())
                .toList();
    }

    String primary(String tier) {
        return status().filter(node -> node.path("tier").asString().equals(tier))
                .filter(
                        node ->
                                List.of("primary", "leader")
                                        .contains(node.path("role").asString("")))
                .map(node -> node.path("name").asString())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no primary in tier " + tier));
    }

    boolean isUp(String name) {
        return status().filter(node -> node.path("name").asString().equals(name))
                .allMatch(node -> node.path("state").asString().equals("up"));
    }

    /** Waits until every node is up and one database server is the primary. */
    void awaitHealed() {
        Awaitility.await()
                .atMost(HEALED)
                .pollInterval(Duration.ofMillis(250))
                .until(
                        () ->
                                status().allMatch(n -> n.path("state").asString().equals("up"))
                                        && status().anyMatch(
                                                        n ->
                                                                n.path("role")
                                                                        .asString("")
                                                                        .equals("primary")));
    }

    private Stream<JsonNode> status() {
        return StreamSupport.stream(send("GET", "/status").path("nodes").spliterator(), false);
    }

    private JsonNode send(String method, String path) {
        try {
            JsonNode address =
                    Everstore.JSON.readTree(
                            Files.readString(everstore.home().resolve("run/control.json")));
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + address.path("port").asInt()
                                                    + path))
                            .timeout(Duration.ofSeconds(20))
                            .header("Everstore-Control-Token", address.path("token").asString())
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build();
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new AssertionError(method + " " + path + ": " + answer.body());
            }
            return Everstore.JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
