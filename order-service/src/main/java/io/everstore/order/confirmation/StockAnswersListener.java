package io.everstore.order.confirmation;

import io.everstore.outbox.EventReader;
import io.everstore.outbox.ReceivedEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Hears the catalog's answers and questions; one transaction per event. */
@Component
class StockAnswersListener {

    private final EventReader reader;
    private final Confirmation confirmation;

    StockAnswersListener(EventReader reader, Confirmation confirmation) {
        this.reader = reader;
        this.confirmation = confirmation;
    }

    @KafkaListener(id = "stock-answers", idIsGroup = false, topics = "catalog.stock")
    void on(ConsumerRecord<String, byte[]> record) {
        ReceivedEvent event = ReceivedEvent.from(record);
        switch (event.type()) {
            case "dev.everstore.stock.reserved.v1" ->
                    confirmation.settle(event, reader.read(event, StockAnswer.Reserved.class));
            case "dev.everstore.stock.rejected.v1" ->
                    confirmation.settle(event, reader.read(event, StockAnswer.Rejected.class));
            case "dev.everstore.stock.expired.v1" ->
                    confirmation.decide(event, reader.read(event, StockQuestion.class));
            default -> {
                // The topic also carries what changes no order, and types of newer versions.
            }
        }
    }
}
