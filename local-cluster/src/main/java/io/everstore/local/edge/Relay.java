package io.everstore.local.edge;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.util.Locale;

/** Passes the answer of a gateway on to the client. */
final class Relay {

    /**
     * A browser would remember it for all of localhost, where the console and whatever else is
     * developed on this machine speak in the clear.
     */
    private static final String HTTPS_FOR_EVER = "strict-transport-security";

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** Nobody's fault, and above all not the gateway's: many leave because an answer was late. */
    static final class ClientGone extends IOException {
        ClientGone(IOException cause) {
            super(cause);
        }
    }

    private Relay() {}

    /**
     * Returns when the client has all of it.
     *
     * @throws ClientGone if the client has left
     * @throws IOException if the gateway broke off
     */
    static void pass(HttpResponse<InputStream> answer, HttpExchange exchange) throws IOException {
        try (InputStream in = answer.body()) {
            answer.headers()
                    .map()
                    .forEach(
                            (name, values) -> {
                                if (isForTheClient(name.toLowerCase(Locale.ROOT))) {
                                    exchange.getResponseHeaders().put(name, values);
                                }
                            });
            begin(exchange, answer);
            if (!hasNoBody(exchange, answer)) {
                copy(in, exchange.getResponseBody());
            }
        }
    }

    private static boolean isForTheClient(String name) {
        boolean isPseudo = name.startsWith(":");
        return !isPseudo && !Call.HOP_BY_HOP.contains(name) && !name.equals(HTTPS_FOR_EVER);
    }

    private static void begin(HttpExchange exchange, HttpResponse<InputStream> answer)
            throws IOException {
        long length = length(exchange, answer);
        try {
            exchange.sendResponseHeaders(answer.statusCode(), length);
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            boolean isAllForNow = in.available() == 0;
            try {
                out.write(buffer, 0, read);
                if (isAllForNow) {
                    out.flush(); // an event stream must not wait for a full buffer
                }
            } catch (IOException e) {
                throw new ClientGone(e);
            }
        }
    }

    private static boolean hasNoBody(HttpExchange exchange, HttpResponse<InputStream> answer) {
        int status = answer.statusCode();
        return exchange.getRequestMethod().equals("HEAD")
                || status == NO_CONTENT
                || status == NOT_MODIFIED;
    }

    /** As HttpServer wants it: -1 for no body, 0 for a chunked one. */
    private static long length(HttpExchange exchange, HttpResponse<InputStream> answer) {
        if (hasNoBody(exchange, answer)) {
            return -1;
        }
        long length = answer.headers().firstValueAsLong("content-length").orElse(0);
        return answer.headers().firstValue("content-length").isPresent() && length == 0
                ? -1
                : length;
    }
}
