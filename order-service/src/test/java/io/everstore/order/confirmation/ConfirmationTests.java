package io.everstore.order.confirmation;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import io.everstore.order.Topic;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The catalog answers over a real broker: once, twice, too late, or nonsense. */
@OrderServiceTest
class ConfirmationTests {

    private static final String RESERVED = "dev.everstore.stock.reserved.v1";
    private static final String REJECTED = "dev.everstore.stock.rejected.v1";
    private static final String EXPIRED = "dev.everstore.stock.expired.v1";
    private static final String CONFIRMED_ORDER = "dev.everstore.order.confirmed.v1";
    private static final String REJECTED_ORDER = "dev.everstore.order.rejected.v1";

    private static final String CANCELLED_ORDER = "dev.everstore.order.cancelled.v1";

    @Autowired private Environment environment;

    private final Topic events = new Topic("orders.events");
    private Client client;
    private UUID order;

    @BeforeEach
    void placeAnOrder() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        client = Client.of(environment, "customer-" + UUID.randomUUID());
        Answer answer = client.place(Client.newKey(), Client.order("85123A", 1));
        order = UUID.fromString(answer.text("/id"));
    }

    @AfterEach
    void leave() {
        events.close();
    }

    @Test
    void tellsOfThePlacedOrder() {
        await().atMost(20, SECONDS)
                .untilAsserted(
                        () ->
                                assertThat(
                                                events.heard(
                                                        order + "",
                                                        "dev.everstore.order.placed.v1"))
                                        .singleElement()
                                        .asString()
                                        .contains("\"orderId\":\"" + order + "\"")
                                        .contains(
                                                "\"lines\":[{\"sku\":\"85123A\",\"quantity\":1}]"));
    }

    @Test
    void confirmsWhenTheStockIsReserved() {
        tell(RESERVED, reserved());

        awaitStatus("CONFIRMED");
        assertThat(client.get("/api/orders/" + order).text("/status")).isEqualTo("CONFIRMED");
        awaitTold(CONFIRMED_ORDER, 1);
        assertThat(events.heard(order + "", CONFIRMED_ORDER).getFirst())
                .isEqualTo(
                        "{\"orderId\":\"%s\",\"lines\":[{\"sku\":\"85123A\",\"quantity\":1}]}"
                                .formatted(order));
    }

    @Test
    void rejectsWithTheReasonWhenTheStockIsOut() {
        tell(REJECTED, rejected());

        awaitStatus("REJECTED");
        Answer shown = client.get("/api/orders/" + order);
        assertThat(shown.text("/reason")).isEqualTo("OUT_OF_STOCK");
        awaitTold(REJECTED_ORDER, 1);
        assertThat(events.heard(order + "", REJECTED_ORDER).getFirst())
                .isEqualTo("{\"orderId\":\"" + order + "\",\"reason\":\"OUT_OF_STOCK\"}");
    }

    @Test
    void hasOneEffectWhenAnEventIsRepeated() {
        UUID event = tell(RESERVED, reserved());
        Topic.tell("catalog.stock", order + "", RESERVED, reserved(), event);
        Topic.tell("catalog.stock", order + "", RESERVED, reserved(), event);

        awaitEverythingHeard();
        awaitTold(CONFIRMED_ORDER, 1);
        assertThat(inboxRows(event)).isEqualTo(1);
    }

    @Test
    void letsTheFirstAnswerStand() {
        tell(RESERVED, reserved());
        tell(REJECTED, rejected());
        tell(RESERVED, reserved());

        awaitEverythingHeard();
        assertThat(Shop.status(order)).isEqualTo("CONFIRMED");
        awaitTold(CONFIRMED_ORDER, 1);
        assertThat(events.heard(order + "", REJECTED_ORDER)).isEmpty();
    }

    @Test
    void givesAnOrderUpThatStillWaitsWhenItsReservationExpires() {
        tell(EXPIRED, reserved());

        awaitStatus("REJECTED");
        awaitTold(REJECTED_ORDER, 1);
        assertThat(events.heard(order + "", REJECTED_ORDER).getFirst())
                .isEqualTo(
                        "{\"orderId\":\"%s\",\"reason\":\"RESERVATION_EXPIRED\"}".formatted(order));
        tell(RESERVED, reserved());
        awaitEverythingHeard();
        assertThat(Shop.status(order)).isEqualTo("REJECTED");
    }

    @Test
    void repeatsWhatBecameOfTheOrderWhenTheCatalogAsks() {
        tell(RESERVED, reserved());
        awaitTold(CONFIRMED_ORDER, 1);
        tell(EXPIRED, reserved());
        awaitTold(CONFIRMED_ORDER, 2);

        client.cancel(order);
        UUID question = tell(EXPIRED, reserved());
        Topic.tell("catalog.stock", order + "", EXPIRED, reserved(), question);
        awaitEverythingHeard();
        awaitTold(CANCELLED_ORDER, 2);
        assertThat(Shop.status(order)).isEqualTo("CANCELLED");
        assertThat(events.heard(order + "", REJECTED_ORDER)).isEmpty();
    }

    @Test
    void saysThatItDoesNotKnowAnOrderTheCatalogAsksAbout() {
        order = UUID.randomUUID();
        tell(EXPIRED, reserved());

        awaitTold("dev.everstore.order.unknown.v1", 1);
    }

    @Test
    void staysCancelledWhenAnAnswerComesAfterwards() {
        tell(RESERVED, reserved());
        awaitStatus("CONFIRMED");
        assertThat(client.cancel(order).status()).isEqualTo(200);

        tell(RESERVED, reserved());
        tell(REJECTED, rejected());

        awaitEverythingHeard();
        assertThat(Shop.status(order)).isEqualTo("CANCELLED");
        awaitTold(CONFIRMED_ORDER, 1);
    }

    @Test
    void ignoresTypesItDoesNotKnow() {
        tell("dev.everstore.stock.released.v1", reserved());

        awaitEverythingHeard();
        assertThat(Shop.status(order)).isEqualTo("PLACED");
    }

    @Test
    void putsAnswersAboutNoOrderAsideAndGoesOn() {
        UUID nobody = UUID.randomUUID();
        Topic.tellGarbage("catalog.stock", nobody + "");
        Topic.tell("catalog.stock", nobody + "", RESERVED, "{\"orderId\":\"" + nobody + "\"}");
        Topic.tell("catalog.stock", nobody + "", REJECTED, "{\"orderId\":\"" + order + "\"}");
        tell(RESERVED, reserved());

        awaitStatus("CONFIRMED");
        try (Topic dead = new Topic("catalog.stock.dlt")) {
            await().atMost(20, SECONDS).until(() -> dead.count(nobody + "") == 3);
        }
    }

    /** Answers to one more order, behind everything that was told before. */
    private void awaitEverythingHeard() {
        UUID last =
                UUID.fromString(
                        client.place(Client.newKey(), Client.order("85123A", 1)).text("/id"));
        Topic.tell("catalog.stock", last + "", RESERVED, "{\"orderId\":\"" + last + "\"}");
        await().atMost(20, SECONDS).until(() -> Shop.status(last).equals("CONFIRMED"));
    }

    private UUID tell(String type, String data) {
        return Topic.tell("catalog.stock", order + "", type, data);
    }

    private String reserved() {
        return "{\"orderId\":\"" + order + "\"}";
    }

    private String rejected() {
        return "{\"orderId\":\"%s\",\"reason\":\"OUT_OF_STOCK\",\"skus\":[\"85123A\"]}"
                .formatted(order);
    }

    private void awaitStatus(String status) {
        await().atMost(20, SECONDS).until(() -> Shop.status(order).equals(status));
    }

    private void awaitTold(String type, int times) {
        await().atMost(20, SECONDS).until(() -> events.heard(order + "", type).size() >= times);
        assertThat(events.heard(order + "", type)).hasSize(times);
    }

    private static int inboxRows(UUID event) {
        return Backends.database()
                .sql("select count(*) from inbox where event_id = ?")
                .param(event)
                .query(Integer.class)
                .single();
    }
}
