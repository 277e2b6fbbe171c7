package io.everstore.order.intake;

import io.everstore.order.placement.Purchase;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The orders that were queued and are not placed yet, as far as this instance has heard. It is a
 * view of the topic and no truth: what the database says outweighs it.
 */
@Component
class Board {

    private record Entry(Purchase purchase, int partition, long offset) {}

    private final Map<UUID, Entry> entries = new ConcurrentHashMap<>();
    private final int size;

    Board(IntakeSettings settings) {
        this.size = settings.boardSize();
    }

    /** Of two records of one order the first counts: it is placed first. */
    void add(Purchase purchase, int partition, long offset) {
        entries.putIfAbsent(purchase.orderId(), new Entry(purchase, partition, offset));
    }

    /** All of a partition before this offset are placed. */
    void placed(int partition, long before) {
        entries.values().removeIf(entry -> entry.partition == partition && entry.offset < before);
    }

    void clear() {
        entries.clear();
    }

    /** Whether nothing more may be added. */
    boolean isFull() {
        return entries.size() >= size;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    Optional<Purchase> find(UUID order) {
        return Optional.ofNullable(entries.get(order)).map(Entry::purchase);
    }

    /** The customer's own, newest first. */
    List<Purchase> of(String customer) {
        return entries.values().stream()
                .map(Entry::purchase)
                .filter(purchase -> purchase.customer().equals(customer))
                .sorted(Comparator.comparing(Purchase::sentAt).reversed())
                .toList();
    }

    /** Since when the order waits that waits longest. */
    Optional<Instant> oldest() {
        return entries.values().stream()
                .map(entry -> entry.purchase.sentAt())
                .min(Comparator.naturalOrder());
    }
}
