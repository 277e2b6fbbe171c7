package io.everstore.order.pricing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.OrderServiceTest;
import io.everstore.order.Topic;
import io.everstore.order.pricing.PriceLookup.Found;
import io.everstore.order.pricing.PriceLookup.Unknown;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@OrderServiceTest
class PriceBookTests {

    @Autowired private PriceBook prices;

    private final String sku = UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT);

    @Test
    void keepsTheNewestVersionWhateverComesLast() {
        prices.learn(List.of(fact(2, "2.00")));
        prices.learn(List.of(fact(1, "1.00")));
        assertThat(price()).isEqualTo("2.00");

        prices.learn(List.of(fact(3, "3.00")));
        assertThat(price()).isEqualTo("3.00");
    }

    @Test
    void keepsTheNewestVersionOfABatch() {
        prices.learn(List.of(fact(1, "1.00"), fact(3, "3.00"), fact(2, "2.00")));

        assertThat(price()).isEqualTo("3.00");
    }

    @Test
    void keepsWhatItHasWhenAVersionIsRepeated() {
        prices.learn(List.of(fact(1, "1.00")));
        prices.learn(List.of(fact(1, "9.00")));

        assertThat(price()).isEqualTo("1.00");
    }

    @Test
    void saysWhichSkusItDoesNotKnow() {
        assertThat(prices.lookUp(List.of(sku))).containsEntry(sku, new Unknown(sku));
    }

    @Test
    void learnsNothingFromAnEmptyBatch() {
        prices.learn(List.of());

        assertThat(prices.lookUp(List.of())).isEmpty();
    }

    @Test
    void hearsFactsFromTheCatalogAndPutsGarbageAside() {
        tell(sku, data("\"4.20\"", 7));
        Topic.tellGarbage("catalog.products", sku);
        tell(sku, "{\"sku\":\"" + sku + "\"}");
        tell(sku, data("\"-1.00\"", 8));
        tell(sku, data("\"1.999\"", 9));
        tell(sku, data("\"5.00\"", 10));

        await().atMost(30, SECONDS)
                .until(() -> prices.lookUp(List.of(sku)).get(sku) instanceof Found);
        await().atMost(30, SECONDS).untilAsserted(() -> assertThat(price()).isEqualTo("5.00"));
        try (Topic dead = new Topic("catalog.products.dlt")) {
            await().atMost(30, SECONDS).until(() -> dead.count(sku) == 4);
        }
    }

    private String data(String amount, int version) {
        return """
               {"sku":"%s","name":"Heart","category":"Decoration","price":{"amount":%s,"currency":"GBP"},
                "available":true,"version":%d,"fieldOfANewerCatalog":1}"""
                .formatted(sku, amount, version);
    }

    private static void tell(String key, String data) {
        Topic.tell("catalog.products", key, "dev.everstore.product.v1", data);
    }

    private ProductFact fact(long version, String price) {
        return new ProductFact(
                sku, "Heart", new Money(new BigDecimal(price), "GBP"), true, version);
    }

    private String price() {
        return prices.lookUp(List.of(sku)).get(sku) instanceof Found found
                ? found.price().amount().toPlainString()
                : "unknown";
    }
}
