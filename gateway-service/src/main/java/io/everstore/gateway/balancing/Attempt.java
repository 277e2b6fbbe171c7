package io.everstore.gateway.balancing;

import io.everstore.gateway.backpressure.Gate.Result;
import io.everstore.gateway.forwarding.Fault;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What became of one try on one instance. */
sealed interface Attempt {

    Pattern CANCELLATION = Pattern.compile("/api/orders/[^/]+/cancel");

    Outcome outcome();

    /** For the route as a whole, if this was the last try. */
    Result result();

    /** Whether another instance may be asked without the risk of doing something twice. */
    boolean isRetriable(ServerRequest request);

    /** Tells the client, where there is an answer to tell it with, that it is the second. */
    default Attempt asSecond() {
        return this;
    }

    /** What the client gets if this was the last try. */
    ServerResponse toAnswer(ServerRequest request);

    record Answered(ServerResponse answer) implements Attempt {

        private static final Set<Integer> SAID_BY_INTERMEDIARIES = Set.of(502, 503, 504);

        @Override
        public Outcome outcome() {
            return Outcome.of(answer);
        }

        @Override
        public Result result() {
            return switch (outcome()) {
                case WORKS -> Result.ANSWERED;
                case SAYS_NOTHING -> Result.REFUSED;
                case FAILS, IS_AWAY -> Result.FAILED;
            };
        }

        @Override
        public Attempt asSecond() {
            answer.headers().set("Everstore-Tries", "2");
            return this;
        }

        /** A 503 with Retry-After is not retried here: the other instances would say the same. */
        @Override
        public boolean isRetriable(ServerRequest request) {
            int status = answer.statusCode().value();
            return outcome() == Outcome.FAILS
                    && (status == HttpStatus.BAD_GATEWAY.value()
                            || status == HttpStatus.SERVICE_UNAVAILABLE.value())
                    && isRepeatable(request);
        }

        /**
         * A bare 503, as a server writes it that is just stopping, becomes a problem that a client
         * can read.
         */
        @Override
        public ServerResponse toAnswer(ServerRequest request) {
            boolean readable =
                    MediaType.APPLICATION_PROBLEM_JSON.isCompatibleWith(
                            answer.headers().getContentType());
            return readable || !SAID_BY_INTERMEDIARIES.contains(answer.statusCode().value())
                    ? answer
                    : NoAnswer.unavailable().toAnswer();
        }
    }

    record Failed(Fault fault) implements Attempt {

        @Override
        public Outcome outcome() {
            return Outcome.of(fault);
        }

        @Override
        public Result result() {
            return switch (fault) {
                case UNREACHABLE, LOST, TIMED_OUT -> Result.FAILED;
                case CROWDED, OVERSIZED -> Result.UNKNOWN;
            };
        }

        @Override
        public boolean isRetriable(ServerRequest request) {
            return switch (fault) {
                case UNREACHABLE, CROWDED -> true;
                case LOST, TIMED_OUT -> isRepeatable(request);
                case OVERSIZED -> false;
            };
        }

        @Override
        public ServerResponse toAnswer(ServerRequest request) {
            return NoAnswer.problem(fault, request).toAnswer();
        }
    }

    /**
     * Safe methods change nothing; an order with a key is placed at most once, however often it is
     * sent, and cancelled at most once anyway.
     */
    static boolean isRepeatable(ServerRequest request) {
        return isSafe(request) || isKeyedOrder(request) || isCancellation(request);
    }

    static boolean isSafe(ServerRequest request) {
        return Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)
                .contains(request.method());
    }

    /** The key alone is not enough: only the order service is known to honour it. */
    static boolean isKeyedOrder(ServerRequest request) {
        return request.method().equals(HttpMethod.POST)
                && request.path().equals("/api/orders")
                && hasText(request.headers().asHttpHeaders());
    }

    static boolean isCancellation(ServerRequest request) {
        return request.method().equals(HttpMethod.POST)
                && CANCELLATION.matcher(request.path()).matches();
    }

    private static boolean hasText(HttpHeaders headers) {
        String key = headers.getFirst("Idempotency-Key");
        return key != null && !key.isBlank();
    }
}
