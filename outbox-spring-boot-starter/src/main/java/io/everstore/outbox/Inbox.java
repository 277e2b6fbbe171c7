package io.everstore.outbox;

import java.util.UUID;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.IllegalTransactionStateException;

/** The events that already had their effect here. */
public final class Inbox {

    private final JdbcOperations jdbc;

    public Inbox(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes an event for a consumer, in the transaction of its effect: if that rolls back, the
     * event is untaken again. Waits while another transaction is taking the same event.
     *
     * @param consumer who has the effect; one event may have one effect per consumer
     * @return false if the consumer has taken this event before, so nothing may be done
     * @throws IllegalTransactionStateException if there is no transaction
     */
    public boolean accept(String consumer, UUID eventId) {
        Outbox.requireTransaction("Inbox");
        int inserted =
                jdbc.update(
                        "insert into inbox (consumer, event_id) values (?, ?) on conflict do nothing",
                        consumer,
                        eventId);
        return inserted == 1;
    }
}
