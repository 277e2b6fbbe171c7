package io.everstore.chaos.workload;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A shop in one process, which can stand still, and can be broken on purpose. */
public final class FakeShop implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, String> orders = new ConcurrentHashMap<>();
    private final ReentrantReadWriteLock door = new ReentrantReadWriteLock();
    private volatile boolean losesOrders;
    private volatile boolean forgetsKeys;
    private volatile boolean isOutOfOrder;
    private final Deque<Long> lastSecond = new ConcurrentLinkedDeque<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger coldFor = new AtomicInteger();
    private volatile int mostWhileCold;

    public FakeShop() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** By key, what it says when it is asked for its orders. */
    public Map<String, String> orders() {
        return Map.copyOf(orders);
    }

    /** From now on it acknowledges, and does not keep. */
    public void loseOrders() {
        losesOrders = true;
    }

    /** From now on a re-sent order is a new one. */
    public void forgetKeys() {
        forgetsKeys = true;
    }

    public void outOfOrder(boolean isSo) {
        isOutOfOrder = isSo;
    }

    /** Returns when somebody was refused. */
    void awaitRefusal() {
        await().until(() -> refusals.get() > 0);
    }

    /**
     * Gets warm by so many requests. Until then it refuses more than some a second, and these make
     * it no warmer.
     */
    public void startCold(int requests, int perSecond) {
        coldFor.set(requests);
        mostWhileCold = perSecond;
    }

    private boolean isTooMuch() {
        if (coldFor.get() <= 0) {
            return false;
        }
        long now = System.nanoTime();
        lastSecond.add(now);
        lastSecond.removeIf(at -> now - at > 1_000_000_000L);
        if (lastSecond.size() > mostWhileCold) {
            return true;
        }
        coldFor.decrementAndGet();
        return false;
    }

    /** Answers nothing until it is told to go on; by the same thread. */
    public void stall() {
        door.writeLock().lock();
    }

    public void goOn() {
        door.writeLock().unlock();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            door.readLock().lock();
            try {
                boolean isFine =
                        exchange.getRequestURI().getPath().equals("/api/tokens")
                                || !(isOutOfOrder || isTooMuch());
                refusals.addAndGet(isFine ? 0 : 1);
                byte[] body = (isFine ? answer(exchange) : "{}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(isFine ? 200 : 503, body.length);
                exchange.getResponseBody().write(body);
            } finally {
                door.readLock().unlock();
            }
        }
    }

    private String answer(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/api/tokens")) {
            return "{\"accessToken\":\"t\",\"expiresIn\":900}";
        } else if (path.equals("/api/orders")) {
            return "{\"id\":\"%s\"}".formatted(place(exchange));
        } else if (path.startsWith("/api/orders/")) {
            return "{\"id\":\"%s\"}".formatted(path.substring("/api/orders/".length()));
        } else if (path.equals("/api/products")) {
            return "{\"items\":[{\"sku\":\"A\",\"name\":\"a mug\",\"category\":\"mugs\"}],\"next\":null}";
        }
        return "{\"sku\":\"A\"}";
    }

    private String place(HttpExchange exchange) {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String fresh = UUID.randomUUID().toString();
        if (losesOrders || forgetsKeys) {
            if (!losesOrders) {
                orders.put(key, fresh);
            }
            return fresh;
        }
        String known = orders.putIfAbsent(key, fresh);
        return known == null ? fresh : known;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
