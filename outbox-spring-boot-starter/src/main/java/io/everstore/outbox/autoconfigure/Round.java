package io.everstore.outbox.autoconfigure;

import org.jspecify.annotations.Nullable;

/** How one attempt to relay ended, and so what comes next. */
sealed interface Round {

    /** The oldest rows of the topic are on Kafka now: go on at once, there may be more. */
    record Sent(String topic) implements Round {}

    /** Nothing to do: sleep until a commit or a poll. */
    record Empty() implements Round {}

    /** Other relays are at work. They may have looked just before our commit: ask again soon. */
    record OthersTurn() implements Round {}

    /**
     * The rows stay: back off, then try again.
     *
     * @param topic which Kafka did not take; null if it is the database that does not answer
     */
    record Failed(@Nullable String topic, Throwable cause) implements Round {}
}
