package io.everstore.gateway.balancing;

import io.everstore.gateway.problem.Problem;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Reads a request body into memory, up to the limit of its route; declared length and chunks alike.
 */
final class RequestBody {

    private RequestBody() {}

    /**
     * Reads to the end.
     *
     * @throws TooLarge if there is more than the limit; no more than that has been read
     */
    static byte[] read(ServerRequest request, DataSize limit) throws IOException, TooLarge {
        int most = Math.toIntExact(limit.toBytes());
        if (request.servletRequest().getContentLengthLong() > most) {
            throw new TooLarge(limit);
        }
        byte[] body = request.servletRequest().getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            throw new TooLarge(limit);
        }
        return body;
    }

    static final class TooLarge extends Exception {

        private final DataSize limit;

        TooLarge(DataSize limit) {
            super("request body larger than " + limit);
            this.limit = limit;
        }

        Problem problem() {
            return Problem.of(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "body-too-large",
                    "Request body too large",
                    "The body of this request may have at most %d KiB. Send less, or send it in parts."
                            .formatted(limit.toKilobytes()));
        }
    }
}
