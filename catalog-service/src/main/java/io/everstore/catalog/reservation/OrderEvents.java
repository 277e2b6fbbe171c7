package io.everstore.catalog.reservation;

import io.everstore.catalog.product.Sku;
import io.everstore.catalog.reservation.OrderEvent.OrderedLine;
import io.everstore.catalog.stock.Line;
import io.everstore.outbox.EventReader;
import io.everstore.outbox.MalformedEvent;
import io.everstore.outbox.ReceivedEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Listens to the order service. */
@Component
class OrderEvents {

    private final EventReader reader;
    private final HandleOrders orders;

    OrderEvents(EventReader reader, HandleOrders orders) {
        this.reader = reader;
        this.orders = orders;
    }

    /**
     * Takes one record; types of events that are not known here are those of a newer version.
     *
     * @throws MalformedEvent if it will never be understood; it ends in the dead letter topic
     */
    @KafkaListener(topics = OrderEvent.TOPIC, groupId = "catalog-service")
    void receive(ConsumerRecord<String, byte[]> record) {
        ReceivedEvent event = ReceivedEvent.from(record);
        if (event.type().equals(OrderEvent.PLACED)) {
            OrderEvent placed = reader.read(event, OrderEvent.class);
            orders.placed(event.id(), orderId(event, placed), lines(event, placed.lines()));
        } else {
            OrderWord.ofType(event.type())
                    .ifPresent(
                            word -> {
                                OrderEvent said = reader.read(event, OrderEvent.class);
                                orders.heard(event.id(), orderId(event, said), word);
                            });
        }
    }

    private static UUID orderId(ReceivedEvent event, OrderEvent data) {
        UUID orderId = data.orderId();
        if (orderId == null) {
            throw MalformedEvent.because(event, "orderId is missing");
        }
        return orderId;
    }

    /** One line per product, in order of SKU: the order in which every transaction locks them. */
    private static List<Line> lines(
            ReceivedEvent event, @Nullable List<@Nullable OrderedLine> ordered) {
        if (ordered == null || ordered.isEmpty()) {
            throw MalformedEvent.because(event, "there are no lines");
        }
        Map<Sku, Integer> quantities = new TreeMap<>();
        for (OrderedLine line : ordered) {
            if (line == null || line.sku() == null || line.quantity() <= 0) {
                throw MalformedEvent.because(event, "a line has no SKU or no quantity");
            }
            Sku sku =
                    Sku.parse(line.sku())
                            .orElseThrow(() -> MalformedEvent.because(event, "a SKU is none"));
            // Saturating: an absurd sum is out of stock, not a negative number.
            quantities.merge(
                    sku,
                    line.quantity(),
                    (a, b) -> (int) Math.min((long) a + b, Integer.MAX_VALUE));
        }
        return quantities.entrySet().stream()
                .map(entry -> new Line(entry.getKey(), entry.getValue()))
                .toList();
    }
}
