package io.everstore.local.edge;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What the edge says by itself, as problem documents (RFC 9457). */
enum Problems {
    ILLEGIBLE(
            400,
            """
            {"type":"https://everstore.dev/problems/illegible","title":"Illegible request","status":400,\
            "detail":"The method, a header or the body is not as HTTP has it."}
            """),
    NOT_FOUND(
            404,
            """
            {"type":"about:blank","title":"Not Found","status":404}
            """),
    FAILED(
            502,
            """
            {"type":"https://everstore.dev/problems/edge-failed","title":"The edge failed","status":502,\
            "detail":"This request may have been carried out or not. Repeat it in a second; an order with the same Idempotency-Key."}
            """),
    UNAVAILABLE(
            503,
            """
            {"type":"https://everstore.dev/problems/unavailable","title":"No gateway answers","status":503,\
            "detail":"No gateway could answer this request. Repeat it in a second; an order with the same Idempotency-Key."}
            """);

    private static final int FIRST_PASSING = 500;

    private final int status;
    private final String body;

    Problems(int status, String body) {
        this.status = status;
        this.body = body;
    }

    /**
     * Answers with it.
     *
     * @throws IOException if an answer was begun already, or the client has left
     */
    void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        if (this == ILLEGIBLE) {
            // The server will not look for another request behind this one.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        if (status >= FIRST_PASSING) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean hasBody = !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
        if (hasBody) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }
}
