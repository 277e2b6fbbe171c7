package io.everstore.local.importing.shop;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of one {@link Call}. The three cases are kept apart because they allow different
 * conclusions: only {@link NotSent} is certain to have had no effect without asking the shop.
 */
public sealed interface Answer {

    /**
     * The shop, or a gateway before it, answered completely.
     *
     * @param status HTTP status
     * @param headers first value of each header, names in lower case
     * @param body the whole body
     */
    record Received(int status, Map<String, String> headers, String body) implements Answer {

        private static final JsonMapper JSON = new JsonMapper();
        private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

        /** True for 2xx. */
        public boolean ok() {
            return status / 100 == 2;
        }

        /**
         * True if the same call may be answered differently a little later: the server failed
         * (5xx), asked for patience (408, 425, 429) or works on the same key just now (409).
         */
        public boolean passing() {
            return status / 100 == 5
                    || status == 408
                    || status == 409
                    || status == 425
                    || status == 429;
        }

        /** The first value of a header; the name in lower case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** How long {@code Retry-After} asks to wait, at most 30 s; zero without the header. */
        public Duration retryAfter() {
            var seconds = header("retry-after").filter(v -> v.matches("\\d{1,9}"));
            var asked = seconds.map(v -> Duration.ofSeconds(Long.parseLong(v)));
            var wait = asked.orElse(Duration.ZERO);
            return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        }

        /** The body as JSON; a missing node if it is none. */
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JacksonException _) {
                return JSON.missingNode();
            }
        }

        /** The body as text, at most 200 characters of it. */
        public String excerpt() {
            var text = body.strip();
            return text.length() <= 200 ? text : text.substring(0, 200) + "...";
        }
    }

    /**
     * Nothing left this machine: no connection, or no token to sign with.
     *
     * @param why for people
     */
    record NotSent(String why) implements Answer {}

    /**
     * It was sent and no whole answer came back, so it may or may not have had its effect.
     *
     * @param why for people
     */
    record Lost(String why) implements Answer {}

    /** One word or number for counting: the status, {@code not-sent} or {@code lost}. */
    default String kind() {
        return switch (this) {
            case Received received -> Integer.toString(received.status());
            case NotSent _ -> "not-sent";
            case Lost _ -> "lost";
        };
    }

    /** For people: what came back instead of success. */
    default String reason() {
        return switch (this) {
            case Received received -> Problem.of(received).toString();
            case NotSent(var why) -> why;
            case Lost(var why) -> why;
        };
    }
}
