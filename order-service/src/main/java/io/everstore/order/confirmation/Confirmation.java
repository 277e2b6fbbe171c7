package io.everstore.order.confirmation;

import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.OrderEvents;
import io.everstore.order.lifecycle.OrderStatus;
import io.everstore.order.lifecycle.Orders;
import io.everstore.outbox.Inbox;
import io.everstore.outbox.MalformedEvent;
import io.everstore.outbox.ReceivedEvent;
import java.time.Clock;
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

    private static final Logger log = LoggerFactory.getLogger(Confirmation.class);
    private static final String CONSUMER = "order-confirmation";

    private final Inbox inbox;
    private final Orders orders;
    private final OrderEvents events;
    private final Clock clock;

    Confirmation(Inbox inbox, Orders orders, OrderEvents events, Clock clock) {
        this.inbox = inbox;
        this.orders = orders;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A late or contradicting answer changes nothing: the first one stands.
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
        switch (answer) {
            case StockAnswer.Reserved _ -> {
                change(order, order.confirm(clock.instant()));
                events.confirmed(order);
            }
            case StockAnswer.Rejected rejected -> {
                change(order, order.reject(rejected.reason(), clock.instant()));
                events.rejected(order, rejected.reason());
            }
        }
    }

    private void change(Order before, Order after) {
        if (!orders.change(after, before.status())) {
            throw new IllegalStateException("order " + before.id() + " changed under its lock");
        }
    }
}
