package io.everstore.catalog.stock;

import io.everstore.catalog.product.Sku;
import io.everstore.outbox.Inbox;
import io.everstore.outbox.Outbox;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reserves the stock of a placed order, all of it or nothing.
 *
 * <p>The note that the event was taken, the reservation and the answer are one transaction: however
 * often the event is delivered, it takes effect once and is answered once.
 */
@Component
class ReserveStock {

    private static final Logger log = LoggerFactory.getLogger(ReserveStock.class);
    private static final String CONSUMER = "catalog-service.stock";

    private final Inbox inbox;
    private final StockLedger ledger;
    private final Outbox outbox;
    private final ApplicationEventPublisher events;

    ReserveStock(Inbox inbox, StockLedger ledger, Outbox outbox, ApplicationEventPublisher events) {
        this.inbox = inbox;
        this.ledger = ledger;
        this.outbox = outbox;
        this.events = events;
    }

    /** Takes a placed order, unless it was taken before. */
    @Transactional
    public void forOrder(UUID eventId, UUID orderId, List<Line> lines) {
        if (!inbox.accept(CONSUMER, eventId)) {
            return;
        }
        Map<Sku, Integer> remaining = ledger.lock(lines.stream().map(Line::sku).toList());
        if (ledger.holdsReservationOf(orderId)) {
            log.warn("Order {} was placed by a second event {}: ignored", orderId, eventId);
            return;
        }
        List<Sku> lacking =
                lines.stream()
                        .filter(line -> remaining.getOrDefault(line.sku(), 0) < line.quantity())
                        .map(Line::sku)
                        .toList();
        if (!lacking.isEmpty()) {
            answer(StockReply.rejected(orderId, lacking));
            return;
        }
        ledger.reserve(orderId, lines);
        answer(StockReply.reserved(orderId));
        events.publishEvent(
                new StockChanged(lines.stream().map(Line::sku).collect(Collectors.toSet())));
    }

    private void answer(StockReply reply) {
        outbox.append(StockReply.TOPIC, reply.orderId().toString(), reply.type(), reply);
    }
}
