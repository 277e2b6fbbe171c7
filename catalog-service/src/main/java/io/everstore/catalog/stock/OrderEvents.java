package io.everstore.catalog.stock;

import io.everstore.catalog.product.Sku;
import io.everstore.catalog.stock.OrderPlaced.OrderedLine;
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

/** Listens to the order service; of its events, only placed orders concern the stock. */
@Component
class OrderEvents {

    private final EventReader reader;
    private final ReserveStock reserveStock;

    OrderEvents(EventReader reader, ReserveStock reserveStock) {
        this.reader = reader;
        this.reserveStock = reserveStock;
    }

    /**
     * Takes one record.
     *
     * @throws MalformedEvent if it will never be understood; it ends in the dead letter topic
     */
    @KafkaListener(topics = OrderPlaced.TOPIC, groupId = "catalog-service")
    void receive(ConsumerRecord<String, byte[]> record) {
        ReceivedEvent event = ReceivedEvent.from(record);
        if (!event.type().equals(OrderPlaced.TYPE)) {
            return;
        }
        OrderPlaced placed = reader.read(event, OrderPlaced.class);
        UUID orderId = placed.orderId();
        if (orderId == null) {
            throw MalformedEvent.because(event, "orderId is missing");
        }
        reserveStock.forOrder(event.id(), orderId, lines(event, placed.lines()));
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
