package io.everstore.catalog.reservation;

import io.everstore.catalog.product.Sku;
import io.everstore.catalog.reservation.Reservation.State;
import io.everstore.catalog.stock.Line;
import io.everstore.catalog.stock.StockChanged;
import io.everstore.catalog.stock.StockLedger;
import io.everstore.outbox.Inbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reserves the stock of an order, all of it or nothing, and does with it what the order service
 * says.
 *
 * <p>The note that the event was taken, its effect and the answer are one transaction: however
 * often an event is delivered, it takes effect once and is answered once. Every transaction locks
 * the order first and then its products in order of SKU, so that none waits in a circle.
 */
@Component
class HandleOrders {

    private static final Logger log = LoggerFactory.getLogger(HandleOrders.class);
    private static final String CONSUMER = "catalog-service.stock";

    private final Inbox inbox;
    private final Reservations reservations;
    private final StockLedger ledger;
    private final StockEvents answers;
    private final ApplicationEventPublisher events;

    HandleOrders(
            Inbox inbox,
            Reservations reservations,
            StockLedger ledger,
            StockEvents answers,
            ApplicationEventPublisher events) {
        this.inbox = inbox;
        this.reservations = reservations;
        this.ledger = ledger;
        this.answers = answers;
        this.events = events;
    }

    /**
     * Takes a placed order, unless it was taken before.
     *
     * @param lines in order of SKU, each SKU once
     */
    @Transactional
    public void placed(UUID eventId, UUID orderId, List<Line> lines) {
        if (!inbox.accept(CONSUMER, eventId)) {
            return;
        }
        Optional<Reservation> known = reservations.lock(orderId);
        if (known.isPresent()) {
            log.warn("Placed order {} is {} already: ignored", orderId, known.get().state());
            return;
        }
        Map<Sku, Integer> remaining = ledger.lock(lines.stream().map(Line::sku).toList());
        List<Sku> lacking =
                lines.stream()
                        .filter(line -> remaining.getOrDefault(line.sku(), 0) < line.quantity())
                        .map(Line::sku)
                        .toList();
        if (!lacking.isEmpty()) {
            reservations.add(Reservation.refused(orderId), List.of());
            answers.rejected(orderId, lacking);
            return;
        }
        ledger.take(lines);
        reservations.add(Reservation.held(orderId), lines);
        answers.reserved(orderId);
        publishChange(lines);
    }

    /** Takes a word about an order, unless it was taken before. */
    @Transactional
    public void heard(UUID eventId, UUID orderId, OrderWord word) {
        if (!inbox.accept(CONSUMER, eventId)) {
            return;
        }
        Optional<Reservation> known = reservations.lock(orderId);
        if (known.isPresent()) {
            apply(word, known.get());
        } else if (word == OrderWord.CONFIRMED) {
            log.error("Order {} is confirmed, but nothing was ever reserved for it", orderId);
        } else {
            reservations.add(Reservation.tombstone(orderId), List.of());
        }
    }

    private void apply(OrderWord word, Reservation reservation) {
        Reservation next = reservation.hearing(word);
        if (next == reservation) {
            log.debug("{} changes nothing: {}", word, reservation.state());
            return;
        }
        reservations.move(next);
        if (next.state() == State.RELEASED) {
            List<Line> lines = reservations.lines(next.orderId());
            ledger.giveBack(lines);
            answers.released(next.orderId(), word);
            publishChange(lines);
        }
    }

    private void publishChange(List<Line> lines) {
        events.publishEvent(
                new StockChanged(lines.stream().map(Line::sku).collect(Collectors.toSet())));
    }
}
