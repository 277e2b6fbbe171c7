package io.everstore.catalog.bestseller;

import io.everstore.catalog.bestseller.ConfirmedOrder.SoldLine;
import io.everstore.catalog.product.Sku;
import io.everstore.outbox.EventReader;
import io.everstore.outbox.MalformedEvent;
import io.everstore.outbox.ReceivedEvent;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Counts what confirmed orders have sold. In a consumer group of its own, so that the reservations,
 * which read the same events, never wait for it.
 */
@Component
class CountSales {

    private static final Logger log = LoggerFactory.getLogger(CountSales.class);

    private final EventReader reader;
    private final SoldProducts sold;

    CountSales(EventReader reader, SoldProducts sold) {
        this.reader = reader;
        this.sold = sold;
    }

    /** What makes no sense is left out: the reservations put it to the dead letters, once. */
    @KafkaListener(
            topics = ConfirmedOrder.TOPIC,
            groupId = "catalog-service.bestseller",
            concurrency = "1")
    void receive(ConsumerRecord<String, byte[]> record) {
        try {
            ReceivedEvent event = ReceivedEvent.from(record);
            if (event.type().equals(ConfirmedOrder.TYPE)) {
                count(event, reader.read(event, ConfirmedOrder.class));
            }
        } catch (MalformedEvent malformed) {
            log.debug("Not counted: {}", malformed.getMessage());
        }
    }

    /** An older order service does not say what was in the order. */
    private void count(ReceivedEvent event, ConfirmedOrder order) {
        if (order.orderId() != null && order.lines() != null) {
            sold.count(order.orderId(), pieces(order.lines()), event.time());
        }
    }

    /** Whatever is no product or no number is left out. */
    private static SortedMap<Sku, Integer> pieces(List<@Nullable SoldLine> lines) {
        SortedMap<Sku, Integer> pieces = new TreeMap<>();
        for (SoldLine line : lines) {
            if (line != null && line.sku() != null && line.quantity() > 0) {
                Sku.parse(line.sku())
                        .ifPresent(sku -> pieces.merge(sku, line.quantity(), CountSales::sum));
            }
        }
        return pieces;
    }

    private static int sum(int a, int b) {
        return (int) Math.min((long) a + b, Integer.MAX_VALUE);
    }
}
