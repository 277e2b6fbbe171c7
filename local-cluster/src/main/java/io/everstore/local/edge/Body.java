package io.everstore.local.edge;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The body of a request on its way to a gateway.
 *
 * @param isRepeatable whether it is held in memory and can be sent again
 * @param broken whether the client failed to send all of it
 */
record Body(
        Supplier<HttpRequest.BodyPublisher> source, boolean isRepeatable, BooleanSupplier broken) {

    HttpRequest.BodyPublisher publisher() {
        return source.get();
    }

    boolean isBroken() {
        return broken.getAsBoolean();
    }

    /**
     * Reads up to the limit; what is longer is streamed from there on.
     *
     * @throws Answered.Illegible if it cannot be read to there
     */
    static Body of(HttpExchange exchange, int limit) {
        var in = new Watched(exchange.getRequestBody());
        byte[] start = start(in, limit + 1);
        if (start.length == 0) {
            return new Body(HttpRequest.BodyPublishers::noBody, true, () -> false);
        }
        if (start.length <= limit) {
            return new Body(() -> HttpRequest.BodyPublishers.ofByteArray(start), true, () -> false);
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
        HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers.ofInputStream(() -> whole);
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        HttpRequest.BodyPublisher publisher =
                length == null
                        ? chunked
                        : HttpRequest.BodyPublishers.fromPublisher(chunked, Long.parseLong(length));
        return new Body(() -> publisher, false, () -> in.hasFailed);
    }

    private static byte[] start(InputStream in, int bytes) {
        try {
            return in.readNBytes(bytes);
        } catch (IOException e) {
            throw new Answered.Illegible(e);
        }
    }

    /** Else a client that breaks off would look like a gateway that does. */
    private static final class Watched extends FilterInputStream {

        private volatile boolean hasFailed;

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                hasFailed = true;
                throw e;
            }
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            try {
                return super.read(to, offset, length);
            } catch (IOException e) {
                hasFailed = true;
                throw e;
            }
        }
    }
}
