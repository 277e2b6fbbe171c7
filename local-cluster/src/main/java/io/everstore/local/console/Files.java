package io.everstore.local.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The console's page, its scripts and styles. */
final class Files {

    private static final String ROOT = "/console";

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml");

    private Files() {}

    static void serve(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().getPath();
        String path = asked.equals("/") ? "/index.html" : asked;
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        try (InputStream file =
                type == null || path.contains("..")
                        ? null
                        : Files.class.getResourceAsStream(ROOT + path)) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] content = file.readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }
}
