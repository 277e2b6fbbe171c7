package io.everstore.order.pricing;

import io.everstore.outbox.EventReader;
import io.everstore.outbox.MalformedEvent;
import io.everstore.outbox.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.stereotype.Component;

/**
 * Hears the catalog's product facts, as many at once as there are: after an import there are a
 * million. A record that is no fact goes to the dead letters, the others of its batch are learnt.
 */
@Component
class ProductFactsListener {

    private static final String TYPE = "dev.everstore.product.v1";

    private final EventReader reader;
    private final PriceBook prices;

    ProductFactsListener(EventReader reader, PriceBook prices) {
        this.reader = reader;
        this.prices = prices;
    }

    @KafkaListener(
            id = "product-facts",
            idIsGroup = false,
            topics = "catalog.products",
            batch = "true")
    void on(List<ConsumerRecord<String, byte[]>> records) {
        List<ProductFact> facts = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            try {
                ReceivedEvent event = ReceivedEvent.from(records.get(i));
                if (event.type().equals(TYPE)) {
                    facts.add(reader.read(event, ProductFact.class));
                }
            } catch (MalformedEvent malformed) {
                // Those before it are learnt; the container goes on after it.
                prices.learn(facts);
                throw new BatchListenerFailedException("not a product fact", malformed, i);
            }
        }
        prices.learn(facts);
    }
}
