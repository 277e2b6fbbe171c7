package io.everstore.order.confirmation;

import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.OrderEvents;
import io.everstore.order.lifecycle.OrderStatus;
import io.everstore.order.lifecycle.Orders;
import io.everstore.order.lifecycle.StatusChanges;
import io.everstore.outbox.Inbox;
import io.everstore.outbox.MalformedEvent;
import io.everstore.outbox.ReceivedEvent;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Settles an order by the catalog's answer. Three things keep it to one effect: the inbox row (the
 * same event again), the row lock with the status in the update (two events about one order), and
 * all of it with the event to come in one transaction.
 */
@Component
class Confirmation {

    /** The stock was held for the order, but the order never heard of it. */
    static final String RESERVATION_EXPIRED = "RESERVATION_EXPIRED";

    private static final Logger log = LoggerFactory.getLogger(Confirmation.class);
    private static final String CONSUMER = "order-confirmation";

    private final Inbox inbox;
    private final Orders orders;
    private final StatusChanges changes;
    private final OrderEvents events;
    private final Clock clock;

    Confirmation(
            Inbox inbox, Orders orders, StatusChanges changes, OrderEvents events, Clock clock) {
        this.inbox = inbox;
        this.orders = orders;
        this.changes = changes;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A late or contradicting answer changes nothing: the first one stands, and what the order has
     * become meanwhile; the catalog releases the stock by our event about that.
     *
     * @throws MalformedEvent when there is no such order; a person has to look at that
     */
    @Transactional
    public void settle(ReceivedEvent event, StockAnswer answer) {
        if (!inbox.accept(CONSUMER, event.id())) {
            return;
        }
        Order order =
                orders.findForUpdate(answer.orderId())
                        .orElseThrow(() -> MalformedEvent.because(event, "there is no such order"));
        if (order.status() != OrderStatus.PLACED) {
            log.info("Order {} is {}: {} comes too late", order.id(), order.status(), event.type());
            return;
        }
        changes.make(
                order,
                switch (answer) {
                    case StockAnswer.Reserved _ -> order.confirm(clock.instant());
                    case StockAnswer.Rejected rejected ->
                            order.reject(rejected.reason(), clock.instant());
                });
    }

    /**
     * Decides about a reservation that nobody has settled in time. An order that still waits is
     * given up; of any other its present status is told once more, for the catalog to act on.
     */
    @Transactional
    public void decide(ReceivedEvent event, StockQuestion question) {
        if (!inbox.accept(CONSUMER, event.id())) {
            return;
        }
        Optional<Order> found = orders.findForUpdate(question.orderId());
        if (found.isEmpty()) {
            log.warn("The catalog holds stock for {}, and there is no such order", question);
            events.unknown(question.orderId());
            return;
        }
        Order order = found.get();
        log.info("Order {} is {} when its reservation expires", order.id(), order.status());
        if (order.status() == OrderStatus.PLACED) {
            changes.make(order, order.reject(RESERVATION_EXPIRED, clock.instant()));
        } else {
            events.tell(order);
        }
    }
}
