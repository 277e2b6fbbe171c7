package io.everstore.local.edge;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.util.function.Supplier;

/**
 * The body of a request on its way to a gateway.
 *
 * @param isRepeatable whether it is held in memory and can be sent again
 */
record Body(Supplier<HttpRequest.BodyPublisher> source, boolean isRepeatable) {

    HttpRequest.BodyPublisher publisher() {
        return source.get();
    }

    /** Reads up to the limit; what is longer is streamed from there on. */
    static Body of(HttpExchange exchange, int limit) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] start = in.readNBytes(limit + 1);
        if (start.length == 0) {
            return new Body(HttpRequest.BodyPublishers::noBody, true);
        }
        if (start.length <= limit) {
            return new Body(() -> HttpRequest.BodyPublishers.ofByteArray(start), true);
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
        HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers.ofInputStream(() -> whole);
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        HttpRequest.BodyPublisher publisher =
                length == null
                        ? chunked
                        : HttpRequest.BodyPublishers.fromPublisher(chunked, Long.parseLong(length));
        return new Body(() -> publisher, false);
    }
}
