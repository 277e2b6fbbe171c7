package io.everstore.outbox.autoconfigure;

import java.util.List;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Moves committed events from the outbox to Kafka: at least once, and in order per key.
 *
 * <p>In one transaction it claims a topic, reads its oldest rows, sends them, waits for the brokers
 * and deletes what they have. Over all instances of a service one relay at a time sends a topic,
 * and different topics are sent side by side. There is no high-water mark, so a transaction that
 * commits late is not skipped. Where a row could not be sent, later rows of its key stay too, even
 * if they were sent: they are sent again, after it.
 *
 * <p>Topics take turns, so that the events of an import do not hold up the answers to orders. For
 * one thread.
 */
final class OutboxRelay {

    private final PendingEvents pending;
    private final TransactionOperations transactions;
    private final EventSender sender;
    private final RelayMeters meters;
    private String previous = "";

    OutboxRelay(
            PendingEvents pending,
            TransactionOperations transactions,
            EventSender sender,
            RelayMeters meters) {
        this.pending = pending;
        this.transactions = transactions;
        this.sender = sender;
        this.meters = meters;
    }

    /** One batch of one topic. Never throws: whatever goes wrong is the answer. */
    Round relay() {
        Round round = attempt();
        if (round instanceof Round.Failed) {
            meters.failed();
        }
        return round;
    }

    void close() {
        sender.close();
    }

    private Round attempt() {
        try {
            if (!pending.exist()) {
                return new Round.Empty();
            }
            return transactions.execute(
                    _ ->
                            pending.claim(previous)
                                    .map(this::deliver)
                                    .orElseGet(Round.OthersTurn::new));
        } catch (RuntimeException databaseAway) {
            return new Round.Failed(null, databaseAway);
        }
    }

    private Round deliver(String topic) {
        previous = topic;
        List<PendingEvent> events = pending.oldest(topic);
        if (events.isEmpty()) {
            return new Round.Sent(topic);
        }
        EventSender.Delivery delivery = sender.send(events);
        pending.delete(delivery.delivered());
        meters.sent(topic, events, delivery.delivered());
        Throwable failure = delivery.failure();
        return failure == null ? new Round.Sent(topic) : new Round.Failed(topic, failure);
    }
}
