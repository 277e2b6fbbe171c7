package io.everstore.local.importing.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shop's HTTP interface in memory: what the contract says about tokens, imports, stock and
 * orders, and faults on demand. It listens on the loopback interface.
 */
public final class StandInShop implements AutoCloseable {

    static final JsonMapper JSON = new JsonMapper();

    static {
        // Otherwise small answers wait 40 ms for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What goes wrong with one request. */
    public enum Fault {
        /** Nothing, for once. */
        NONE,
        /** 503 before anything has happened. */
        UNAVAILABLE,
        /** Everything happens, then the connection breaks instead of an answer. */
        LOSE_ANSWER,
        /** Everything happens, but the answer does not come before {@link #close}. */
        HANG,
        /** The token is refused. */
        REFUSE_TOKEN,
        /** 201 or 200 with half a body. */
        CUT_ANSWER
    }

    /** An answer in the making. */
    record Reply(int status, JsonNode body, Map<String, String> headers) {

        static Reply of(int status, JsonNode body) {
            return new Reply(status, body, Map.of());
        }

        static Reply problem(int status, String type) {
            return of(
                    status,
                    JSON.createObjectNode()
                            .put("type", "https://everstore.dev/problems/" + type)
                            .put("title", type)
                            .put("status", status)
                            .put("detail", "what, where, what to do"));
        }
    }

    private final HttpServer server;
    private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final StandInImports imports = new StandInImports();
    private final StandInOrders orders = new StandInOrders();
    private final StandInStock stock = new StandInStock();
    private final AtomicInteger tokens = new AtomicInteger();

    /** Starts on a free port. */
    public StandInShop() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What the catalogue side holds. */
    public StandInImports imports() {
        return imports;
    }

    /** What the order side holds. */
    public StandInOrders orders() {
        return orders;
    }

    /** What the shelves hold. */
    public StandInStock stock() {
        return stock;
    }

    /** How many tokens have been issued. */
    public int tokens() {
        return tokens.get();
    }

    /** The next requests of this kind meet these faults; for example {@code "POST /api/orders"}. */
    public void fail(String methodAndPath, Fault... next) {
        faults.computeIfAbsent(methodAndPath, _ -> new ArrayDeque<>()).addAll(List.of(next));
    }

    private void handle(HttpExchange exchange) throws IOException {
        var method = exchange.getRequestMethod();
        var path = exchange.getRequestURI().getPath();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var fault = nextFault(method + " " + path);
        var reply =
                fault == Fault.UNAVAILABLE
                        ? Reply.problem(503, "unavailable")
                        : fault == Fault.REFUSE_TOKEN
                                ? Reply.problem(401, "token-refused")
                                : answer(exchange, method, path, body);
        switch (fault) {
            case HANG -> hang(exchange);
            case LOSE_ANSWER -> exchange.close();
            case CUT_ANSWER -> cut(exchange, reply);
            case null, default -> send(exchange, reply);
        }
    }

    private @Nullable Fault nextFault(String key) {
        var queue = faults.get(key);
        if (queue == null) {
            return null;
        }
        synchronized (queue) {
            return queue.poll();
        }
    }

    private Reply answer(HttpExchange exchange, String method, String path, String body) {
        if (path.equals("/api/tokens")) {
            return token(JSON.readTree(body));
        }
        var bearer = exchange.getRequestHeaders().getFirst("Authorization");
        if (bearer == null || !bearer.startsWith("Bearer token-")) {
            return Reply.problem(401, "token-missing");
        }
        if (path.startsWith("/api/imports")) {
            return imports.answer(method, path, body);
        }
        if (path.equals("/api/stock/drift")) {
            return stock.answer(exchange.getRequestURI().getQuery().replace("after=", ""));
        }
        var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        return orders.answer(method, path, body, key == null ? "" : key);
    }

    private Reply token(JsonNode login) {
        var user = login.path("username").asString("");
        if (!login.path("password").asString("").equals(user + "-demo")) {
            return Reply.problem(401, "wrong-credentials");
        }
        return Reply.of(
                200,
                JSON.createObjectNode()
                        .put("accessToken", "token-" + tokens.incrementAndGet())
                        .put("expiresIn", 3600));
    }

    private void hang(HttpExchange exchange) {
        try {
            closing.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void cut(HttpExchange exchange, Reply reply) throws IOException {
        var bytes = reply.body().toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        var bytes = reply.body().toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Everstore-Served-By", "stand-in-1");
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
