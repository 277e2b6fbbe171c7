package io.everstore.outbox.autoconfigure;

import java.util.List;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Moves committed events from the outbox to Kafka: at least once, and in order per key.
 *
 * <p>Over all instances of a service one relay has its turn at a time: it holds an advisory lock
 * for the length of one transaction, in which it reads the oldest rows, sends them, waits for the
 * brokers and deletes what they have. There is no high-water mark, so a transaction that commits
 * late is not skipped. Where a row could not be sent, later rows of its topic and key stay too,
 * even if they were sent: they are sent again, after it.
 */
final class OutboxRelay {

    private final PendingEvents pending;
    private final TransactionOperations transactions;
    private final EventSender sender;

    OutboxRelay(PendingEvents pending, TransactionOperations transactions, EventSender sender) {
        this.pending = pending;
        this.transactions = transactions;
        this.sender = sender;
    }

    /** One cheap query, no lock; for an instance that was not told of any commit. */
    Round look() {
        try {
            return pending.exist() ? relay() : new Round.Empty();
        } catch (RuntimeException databaseAway) {
            return new Round.Failed(databaseAway);
        }
    }

    /** One batch. Never throws: whatever goes wrong is the answer. */
    Round relay() {
        try {
            return transactions.execute(
                    _ -> pending.next().map(this::deliver).orElseGet(Round.OthersTurn::new));
        } catch (RuntimeException databaseAway) {
            return new Round.Failed(databaseAway);
        }
    }

    void close() {
        sender.close();
    }

    private Round deliver(List<PendingEvent> events) {
        if (events.isEmpty()) {
            return new Round.Empty();
        }
        EventSender.Delivery delivery = sender.send(events);
        pending.delete(delivery.delivered());
        Throwable failure = delivery.failure();
        return failure == null ? new Round.Sent() : new Round.Failed(failure);
    }
}
