package io.everstore.order;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Takes spans as they are sent by OTLP over HTTP. Of protobuf it knows that a span begins with its
 * trace's id (field 1) and its own (2), and that its parent's (4) and its name (5) follow.
 */
public final class Collector {

    private static final Pattern SPAN =
            Pattern.compile(
                    "\\x0a\\x10(.{16})\\x12\\x08(.{8})(?:\\x22\\x08(.{8}))?\\x2a(.)",
                    Pattern.DOTALL);

    private final HttpServer server;
    private final List<Seen> spans = new CopyOnWriteArrayList<>();

    /**
     * A span that was sent; ids in hexadecimal.
     *
     * @param parent empty if it has none
     */
    public record Seen(String trace, String id, String parent, String name) {}

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
                    byte[] sent = exchange.getRequestBody().readAllBytes();
                    read(new String(sent, StandardCharsets.ISO_8859_1));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
    }

    private void read(String sent) {
        var found = SPAN.matcher(sent);
        while (found.find()) {
            int length = found.group(4).charAt(0);
            String name = sent.substring(found.end(), found.end() + length);
            String parent = found.group(3) == null ? "" : hex(found.group(3));
            spans.add(new Seen(hex(found.group(1)), hex(found.group(2)), parent, name));
        }
    }

    private static String hex(String bytes) {
        return HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Those of a trace. */
    public List<Seen> spans(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }
}
