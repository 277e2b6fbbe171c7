package io.everstore.outbox.autoconfigure;

/** How one attempt to relay ended, and so what comes next. */
sealed interface Round {

    /** Rows were there and are on Kafka now: go on at once, there may be more. */
    record Sent() implements Round {}

    /** Nothing to do: sleep until a commit or a poll. */
    record Empty() implements Round {}

    /** Another relay is at work. It may have looked just before our commit: ask again soon. */
    record OthersTurn() implements Round {}

    /** Kafka or the database does not answer. The rows stay: back off, then try again. */
    record Failed(Throwable cause) implements Round {}
}
