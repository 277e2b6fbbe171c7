package io.everstore.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.IllegalTransactionStateException;

/** The events that already had their effect here. */
public final class Inbox {

    private final JdbcOperations jdbc;
    private final MeterRegistry meters;

    /** Counts in {@code everstore.inbox.events} how many came first and how many again. */
    public Inbox(JdbcOperations jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.meters = meters;
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
        boolean first = inserted == 1;
        meters.counter(
                        "everstore.inbox.events",
                        "consumer",
                        consumer,
                        "delivery",
                        first ? "first" : "again")
                .increment();
        return first;
    }
}
