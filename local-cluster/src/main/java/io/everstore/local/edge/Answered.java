package io.everstore.local.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/**
 * Sees to it that every exchange ends with an answer, whatever becomes of its handler: the JDK's
 * server would close the connection without a word.
 *
 * <p>An answer that cannot be finished is broken off instead, by leaving with an exception and
 * without closing the exchange: closed, a chunked answer would end as if it were whole. The server
 * then closes the connection and forgets it, which it does not if the exchange is closed while the
 * client has left.
 */
record Answered(HttpHandler handler) implements HttpHandler {

    /** What a handler throws to say that the request is none that can be passed on. */
    static final class Illegible extends RuntimeException {
        Illegible(Exception cause) {
            super(cause);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            handler.handle(exchange);
        } catch (Illegible e) {
            answer(exchange, Problems.ILLEGIBLE, e);
            return;
        } catch (RuntimeException | Error e) {
            answer(exchange, Problems.FAILED, e);
            return;
        }
        exchange.close();
    }

    private static void answer(HttpExchange exchange, Problems problem, Throwable cause)
            throws IOException {
        if (isBegun(exchange)) {
            throw new IOException("half an answer is out", cause);
        }
        problem.answer(exchange);
    }

    static boolean isBegun(HttpExchange exchange) {
        return exchange.getResponseCode() != -1;
    }
}
