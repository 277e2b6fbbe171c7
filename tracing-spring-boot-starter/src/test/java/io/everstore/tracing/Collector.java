package io.everstore.tracing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what is sent to it by OTLP over HTTP, and knows so much of it that it finds ids. */
final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    Collector() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/v1/traces",
                exchange -> {
                    byte[] spans = exchange.getRequestBody().readAllBytes();
                    if (status == 200) {
                        received.add(new String(spans, StandardCharsets.ISO_8859_1));
                    }
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answer(int code) {
        status = code;
    }

    /** Whether a trace has arrived, and among the same spans this text: a name, an attribute. */
    boolean knows(String traceId, String text) {
        String id = new String(HexFormat.of().parseHex(traceId), StandardCharsets.ISO_8859_1);
        return received.stream().anyMatch(spans -> spans.contains(id) && spans.contains(text));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
