package io.everstore.outbox.autoconfigure;

import java.util.List;
import java.util.function.Supplier;
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

    /**
     * Looks whether anything waits, and then does as {@link #relayCommitted}. For when probably
     * nothing does: the look is one statement, which also makes new topics claimable.
     */
    Round relay() {
        return attempt(() -> pending.exist() ? claimAndDeliver() : new Round.Empty());
    }

    /**
     * One batch of one topic, without a look before, as something was committed here. Never throws:
     * whatever goes wrong is the answer.
     */
    Round relayCommitted() {
        return attempt(this::claimAndDeliver);
    }

    void close() {
        sender.close();
    }

    private Round attempt(Supplier<Round> work) {
        Round round;
        try {
            round = work.get();
        } catch (RuntimeException databaseAway) {
            round = new Round.Failed(null, databaseAway);
        }
        if (round instanceof Round.Failed) {
            meters.failed();
        }
        return round;
    }

    private Round claimAndDeliver() {
        return transactions.execute(
                _ -> pending.claim(previous).map(this::deliver).orElseGet(Round.OthersTurn::new));
    }

    private Round deliver(PendingEvents.Claim claim) {
        String topic = claim.topic();
        previous = topic;
        List<PendingEvent> events = pending.oldest(topic);
        var sent = new Round.Sent(topic, claim.othersWait() || pending.isFull(events));
        if (events.isEmpty()) {
            return sent;
        }
        EventSender.Delivery delivery = sender.send(events);
        pending.delete(delivery.delivered());
        meters.sent(topic, events, delivery.delivered());
        Throwable failure = delivery.failure();
        return failure == null ? sent : new Round.Failed(topic, failure);
    }
}
