package io.everstore.local.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway that can be made to be late with what it says. */
final class StandInGateway implements AutoCloseable {

    private final CountDownLatch isClosing = new CountDownLatch(1);
    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final int index;
    private final HttpServer server;
    private volatile boolean isLateWithChecks;
    private volatile boolean isFrozen;

    /**
     * Opens a port.
     *
     * @param api answers everything but checks
     */
    StandInGateway(int index, HttpHandler api) throws IOException {
        this.index = index;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/readyz", this::check);
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    if (isFrozen) {
                        awaitEnd();
                    }
                    api.handle(exchange);
                });
        server.start();
    }

    /** With an empty answer, at once. */
    static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
        }
    }

    NodeSpec spec() {
        return new NodeSpec("gateway-" + index, Tier.GATEWAY, index, server.getAddress().getPort());
    }

    /** From now on it answers no check. */
    void beLateWithChecks() {
        isLateWithChecks = true;
        checks.set(0);
    }

    /** From now on it answers nothing. */
    void freeze() {
        isFrozen = true;
        beLateWithChecks();
    }

    int checks() {
        return checks.get();
    }

    int requests() {
        return requests.get();
    }

    private void check(HttpExchange exchange) throws IOException {
        checks.incrementAndGet();
        try (exchange) {
            if (isLateWithChecks) {
                awaitEnd();
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void awaitEnd() {
        try {
            isClosing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isClosing.countDown();
        server.stop(0);
    }
}
