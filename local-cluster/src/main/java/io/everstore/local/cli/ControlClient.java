package io.everstore.local.cli;

import io.everstore.local.node.Events;
import io.everstore.local.topology.Home;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** Talks to the running launcher. */
final class ControlClient {

    private final ControlServer.Address address;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private ControlClient(ControlServer.Address address) {
        this.address = address;
    }

    /**
     * The running launcher's; empty when none runs (a file left by a killed one does not count).
     */
    static Optional<ControlClient> find(Home home) {
        Path file = home.run().resolve("control.json");
        try {
            var address =
                    Json.MAPPER.readValue(Files.readAllBytes(file), ControlServer.Address.class);
            boolean isAlive =
                    ProcessHandle.of(address.pid()).map(ProcessHandle::isAlive).orElse(false);
            ControlClient client = new ControlClient(address);
            return isAlive && client.answers() ? Optional.of(client) : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** As {@link #find}, with the sentence for people who forgot to start it. */
    static ControlClient require(Home home) {
        return find(home)
                .orElseThrow(
                        () ->
                                new CommandFailed(
                                        3,
                                        "Everstore is not running; start it with: ./everstore up --detach"));
    }

    private boolean answers() {
        try {
            phase();
            return true;
        } catch (CommandFailed e) {
            return false;
        }
    }

    long pid() {
        return address.pid();
    }

    Phase phase() {
        return Json.MAPPER.treeToValue(send("GET", "/phase"), Phase.class);
    }

    Status status() {
        return Json.MAPPER.treeToValue(send("GET", "/status"), Status.class);
    }

    List<Events.Event> events(long since) {
        return Json.MAPPER.convertValue(
                send("GET", "/events?since=" + since), new TypeReference<List<Events.Event>>() {});
    }

    Orders.Done order(String node, String action, boolean stayDown) {
        String path = "/nodes/" + node + "/" + action + (stayDown ? "?stay-down" : "");
        return Json.MAPPER.treeToValue(send("POST", path), Orders.Done.class);
    }

    void stop() {
        send("POST", "/stop");
    }

    private JsonNode send(String method, String path) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.port() + path))
                        .timeout(Duration.ofSeconds(20))
                        .header(ControlServer.TOKEN_HEADER, address.token())
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        try {
            HttpResponse<byte[]> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = Json.MAPPER.readTree(answer.body());
            if (answer.statusCode() >= 400) {
                throw new CommandFailed(2, body.path("error").asString());
            }
            return body;
        } catch (IOException e) {
            throw new CommandFailed(
                    1, "the launcher (process " + address.pid() + ") does not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(1, "interrupted");
        }
    }
}
