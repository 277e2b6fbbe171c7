package io.everstore.outbox.autoconfigure;

import org.jspecify.annotations.Nullable;

/** How one attempt to relay ended, and so what comes next. */
sealed interface Round {

    /**
     * The oldest rows of the topic are on Kafka now.
     *
     * @param more whether there may be others to go on with at once: of this topic, as the batch
     *     was full, or of another. If not, whoever commits the next row is told.
     */
    record Sent(String topic, boolean more) implements Round {}

    /** Nothing to do: sleep until a commit or a poll. */
    record Empty() implements Round {}

    /**
     * Nothing that could be claimed. Other relays are at work, and may have read just before our
     * commit, or the topic is new: look again soon.
     */
    record OthersTurn() implements Round {}

    /**
     * The rows stay: back off, then try again.
     *
     * @param topic which Kafka did not take; null if it is the database that does not answer
     */
    record Failed(@Nullable String topic, Throwable cause) implements Round {}
}
