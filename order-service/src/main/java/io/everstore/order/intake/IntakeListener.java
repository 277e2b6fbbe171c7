package io.everstore.order.intake;

import io.everstore.order.lifecycle.OrderStatus;
import io.everstore.order.outage.Database;
import io.everstore.order.outage.NoAnswer;
import io.everstore.order.placement.KeyReused;
import io.everstore.order.placement.Placed;
import io.everstore.order.placement.Placement;
import io.everstore.order.placement.Purchase;
import io.everstore.outbox.EventReader;
import io.everstore.outbox.ReceivedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Places queued orders, one by one and in the order of their partition, with the code that places
 * all others. While the database is away the same record is tried again and again, so nothing is
 * overtaken and nothing is lost. A record that comes a second time, because the instance died
 * between the commit of the order and that of the offset, finds the order under its key.
 */
@Component
class IntakeListener {

    static final String GROUP = "order-intake";

    private static final Logger log = LoggerFactory.getLogger(IntakeListener.class);

    private final EventReader events;
    private final Placement placement;
    private final Database database;
    private final IntakeSettings settings;
    private final MeterRegistry meters;

    IntakeListener(
            EventReader events,
            Placement placement,
            Database database,
            IntakeSettings settings,
            MeterRegistry meters) {
        this.events = events;
        this.placement = placement;
        this.database = database;
        this.settings = settings;
        this.meters = meters;
    }

    /** Small batches, and the offset is committed after each: the board reads it. */
    @KafkaListener(
            id = GROUP,
            topics = QueuedOrder.TOPIC,
            ackMode = "BATCH",
            properties = "max.poll.records=20")
    void on(ConsumerRecord<String, byte[]> record) {
        ReceivedEvent event = ReceivedEvent.from(record);
        if (event.type().equals(QueuedOrder.TYPE)) {
            place(QueuedOrder.read(event, events));
        }
    }

    private void place(Purchase purchase) {
        if (database.isAway()) {
            throw NoAnswer.expected();
        }
        try {
            Placed placed =
                    database.commit(
                            settings.placePatience(),
                            () -> placement.settle(purchase, settings.placePatience()));
            count(placed);
        } catch (KeyReused other) {
            log.warn(
                    "Order {}: another order was placed first under its key and stands",
                    purchase.orderId());
            count("key-reused");
        }
    }

    private void count(Placed placed) {
        if (placed.replayed()) {
            count("replayed");
        } else if (placed.order().status() == OrderStatus.REJECTED) {
            log.info(
                    "Order {} was queued and cannot be placed: {}",
                    placed.order().id(),
                    placed.order().reason());
            count("rejected");
        } else {
            count("placed");
        }
    }

    private void count(String outcome) {
        meters.counter("everstore.intake.orders", "outcome", outcome).increment();
    }
}
