package io.everstore.local.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.everstore.local.node.Cluster;
import io.everstore.local.node.Events;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * The launcher's ear: the other commands talk to it over loopback. Only who can read {@code
 * run/control.json}, that is the same user, knows the token.
 */
public final class ControlServer implements AutoCloseable {

    static final String TOKEN_HEADER = "Everstore-Control-Token";

    private final Cluster cluster;
    private final Events events;
    private final Orders orders;
    private final Supplier<Phase> phase;
    private final Runnable stop;
    private final String token = UUID.randomUUID().toString();
    private final Path file;
    private final HttpServer server;

    /** What {@code run/control.json} holds. */
    record Address(int port, String token, long pid) {}

    public ControlServer(
            Home home, Cluster cluster, Events events, Supplier<Phase> phase, Runnable stop) {
        this.cluster = cluster;
        this.events = events;
        this.orders = new Orders(cluster, events);
        this.phase = phase;
        this.stop = stop;
        this.file = home.run().resolve("control.json");
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), Topology.CONTROL_PORT),
                            64);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::serve);
            server.start();
            publish();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the control port " + Topology.CONTROL_PORT + " cannot be opened", e);
        }
    }

    private void publish() throws IOException {
        Path next = file.resolveSibling("control.json.next");
        Files.deleteIfExists(next);
        Files.createFile(
                next,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(
                next,
                Json.bytes(
                        new Address(Topology.CONTROL_PORT, token, ProcessHandle.current().pid())));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private record Reply(int status, Object body) {}

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = Json.bytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) {
        if (!token.equals(exchange.getRequestHeaders().getFirst(TOKEN_HEADER))) {
            return error(
                    403,
                    "wrong control token: use the everstore command of the user who started it");
        }
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/", -1);
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        try {
            return switch (path[0]) {
                case "status" -> new Reply(200, Status.of(cluster.views(), cluster.transport()));
                case "phase" -> new Reply(200, phase.get());
                case "events" ->
                        new Reply(200, events.since(Long.parseLong(query.replace("since=", ""))));
                case "nodes" ->
                        new Reply(
                                200,
                                orders.carryOut(
                                        path[1],
                                        path[2],
                                        query.equals("stay-down"),
                                        environment(exchange)));
                case "stop" -> {
                    stop.run();
                    yield new Reply(202, Map.of());
                }
                default -> error(404, "no such order: " + path[0]);
            };
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    /** What a node is to be restarted with instead of its own settings; nothing without a body. */
    private static Map<String, String> environment(HttpExchange exchange) {
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            return body.length == 0
                    ? Map.of()
                    : Json.MAPPER.readValue(body, new TypeReference<Map<String, String>>() {});
        } catch (IOException | JacksonException e) {
            throw new IllegalArgumentException("the settings of a restart are no JSON object", e);
        }
    }

    private static Reply error(int status, String message) {
        return new Reply(status, Map.of("error", message));
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
        server.stop(0);
    }
}
