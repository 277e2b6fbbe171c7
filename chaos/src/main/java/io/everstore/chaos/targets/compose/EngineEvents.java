package io.everstore.chaos.targets.compose;

import io.everstore.local.control.Json;
import io.everstore.local.node.Events.Event;
import io.everstore.local.probe.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * What became of the containers, as {@code docker events} tells it while it happens, with the
 * engine's times. What the engine does because somebody said so ends with "as ordered": nobody
 * noticed it, it was known.
 */
final class EngineEvents implements AutoCloseable {

    /** Health checks alone would be twenty events a second. */
    private static final List<String> KINDS =
            List.of(
                    "create",
                    "start",
                    "die",
                    "oom",
                    "pause",
                    "unpause",
                    "health_status",
                    "destroy");

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Docker docker;
    private final Runnable changed;
    private final List<Event> events = new ArrayList<>();
    private final Set<String> ordered = ConcurrentHashMap.newKeySet();
    private volatile Process stream;
    private volatile boolean isClosed;

    /**
     * Listens from now on.
     *
     * @param changed called when some container is not as it was
     */
    EngineEvents(Docker docker, Runnable changed) {
        this.docker = docker;
        this.changed = changed;
        this.stream = listen(Instant.now());
        Thread.ofVirtual().name("docker-events").start(this::follow);
    }

    private Process listen(Instant since) {
        List<String> command = new ArrayList<>(List.of("events", "--format", "{{json .}}"));
        command.addAll(Project.FILTERS);
        command.addAll(List.of("--filter", "type=container"));
        KINDS.forEach(kind -> command.addAll(List.of("--filter", "event=" + kind)));
        command.addAll(List.of("--since", since.toString()));
        return docker.open(command, ProcessBuilder.Redirect.DISCARD);
    }

    /** An engine that is restarted ends the stream; nothing is missed, it is asked from then on. */
    private void follow() {
        Instant last = Instant.now();
        while (!isClosed) {
            try (BufferedReader lines = stream.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    last = Instant.now();
                    take(line);
                }
            } catch (IOException e) {
                // It is over, as at its end.
            }
            changed.run();
            if (!isClosed && Await.pause(AGAIN)) {
                stream = listen(last);
            }
        }
        stream.destroy();
    }

    private void take(String line) {
        JsonNode json = Json.MAPPER.readTree(line);
        JsonNode about = json.path("Actor").path("Attributes");
        String node = about.path("com.docker.compose.service").asString("");
        long nanos = json.path("timeNano").asLong();
        String action = json.path("Action").asString("");
        text(action, node, about.path("exitCode").asString(""))
                .ifPresent(text -> add(Instant.ofEpochSecond(0, nanos), text));
        if (action.equals("health_status: healthy")) {
            ordered.remove(node);
        }
        changed.run();
    }

    private Optional<String> text(String action, String node, String exitCode) {
        String order = ordered.contains(node) ? ", as ordered" : "";
        return Optional.ofNullable(
                switch (action) {
                    case "start" -> node + " started" + order;
                    case "die" -> "%s ended (exit code %s)%s".formatted(node, exitCode, order);
                    case "oom" -> node + " is out of memory";
                    case "pause" -> node + " is frozen, as ordered";
                    case "unpause" -> node + " goes on, as ordered";
                    case "health_status: healthy" -> node + " passes its health check" + order;
                    case "health_status: unhealthy" -> node + " fails its health check";
                    default -> null;
                });
    }

    /** Whatever these nodes do is an order, until they pass their health check again. */
    void order(Collection<String> nodes) {
        ordered.addAll(nodes);
    }

    /** Notes what the engine does not know. */
    void add(Instant at, String text) {
        synchronized (events) {
            events.add(new Event(events.size(), at, text));
        }
    }

    List<Event> since(Instant moment) {
        synchronized (events) {
            return events.stream().filter(event -> !event.at().isBefore(moment)).toList();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        stream.destroy();
    }
}
