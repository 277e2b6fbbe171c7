package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StockTests extends RunningService {

    private static final String PLACED = "dev.everstore.order.placed.v1";
    private static final String RESERVED = "dev.everstore.stock.reserved.v1";
    private static final String REJECTED = "dev.everstore.stock.rejected.v1";

    @AfterEach
    void everythingAddsUp() {
        assertThat(driftingSkus()).isZero();
    }

    @Test
    void isAdjustedByHandAndNeverNegative() {
        String sku = product("Lantern", "Lamps", "2.50", 3);
        String path = "/api/products/" + sku + "/stock";

        assertThat(post(path, "{\"delta\":25}").body())
                .isEqualTo("{\"sku\":\"%s\",\"available\":28}".formatted(sku));
        assertThat(post(path, "{\"delta\":-28}").status()).isEqualTo(200);

        Answer tooMuch = post(path, "{\"delta\":-1}");
        assertThat(tooMuch.status()).isEqualTo(409);
        assertThat(tooMuch.problem()).isEqualTo("insufficient-stock");
        assertThat(stockOf(sku)).isZero();
    }

    @Test
    void refusesAdjustmentsThatMakeNoSense() {
        String sku = product("Lantern", "Lamps", "2.50", 3);
        String path = "/api/products/" + sku + "/stock";

        for (String body :
                List.of(
                        "{}",
                        "{\"delta\":null}",
                        "{\"delta\":0}",
                        "{\"delta\":1000001}",
                        "{\"delta\":99999999999}",
                        "{\"delta\":1.5}",
                        "{\"delta\":\"1\"}",
                        "{\"delta\":1,\"reason\":\"x\"}",
                        "{\"delta\":")) {
            Answer answer = post(path, body);
            assertThat(answer.status()).as(body).isIn(400, 422);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(post("/api/products/NO-SUCH-SKU/stock", "{\"delta\":1}").problem())
                .isEqualTo("unknown-sku");
        assertThat(stockOf(sku)).isEqualTo(3);
    }

    @Test
    void isReservedForAPlacedOrder() {
        String lantern = product("Lantern", "Lamps", "2.50", 3);
        String candle = product("Candle", "Lamps", "1.00", 10);
        String order = UUID.randomUUID().toString();

        place(order, line(lantern, 2), line(candle, 4), line(lantern.toLowerCase(Locale.ROOT), 1));

        Events.Event answer = Events.on("catalog.stock").awaitOne(order);
        assertThat(answer.type()).isEqualTo(RESERVED);
        assertThat(answer.data()).isEqualTo("{\"orderId\":\"%s\"}".formatted(order));
        assertThat(stockOf(lantern)).isZero();
        assertThat(stockOf(candle)).isEqualTo(6);
        assertThat(get("/api/products/" + lantern).number("$.available")).isZero();
    }

    @Test
    void isReservedForAWholeOrderOrNotAtAll() {
        String plenty = product("Candle", "Lamps", "1.00", 100);
        String scarce = product("Lantern", "Lamps", "2.50", 1);
        String order = UUID.randomUUID().toString();

        place(order, line(plenty, 5), line(scarce, 2), line("NO-SUCH-SKU", 1));

        Events.Event answer = Events.on("catalog.stock").awaitOne(order);
        assertThat(answer.type()).isEqualTo(REJECTED);
        assertThat(answer.data())
                .contains("\"reason\":\"OUT_OF_STOCK\"")
                .contains(scarce)
                .contains("NO-SUCH-SKU")
                .doesNotContain(plenty);
        assertThat(stockOf(plenty)).isEqualTo(100);
        assertThat(stockOf(scarce)).isEqualTo(1);
    }

    @Test
    void isReservedOnceHoweverOftenTheEventComes() {
        String sku = product("Lantern", "Lamps", "2.50", 10);
        String order = UUID.randomUUID().toString();
        UUID event = UUID.randomUUID();
        String data = data(order, line(sku, 3));

        for (int i = 0; i < 3; i++) {
            Events.on("orders.events").send(event, order, PLACED, data);
        }
        // Same order, another event: as a mistaken sender would do it.
        Events.on("orders.events").send(UUID.randomUUID(), order, PLACED, data);
        awaitEverythingBefore(order);

        assertThat(stockOf(sku)).isEqualTo(7);
        assertThat(Events.on("catalog.stock").count(order)).isEqualTo(1);
    }

    @Test
    void isNeverOversoldInARace() {
        String scarce = product("Lantern", "Lamps", "2.50", 7);
        String other = product("Candle", "Lamps", "1.00", 1000);
        List<String> orders =
                IntStream.range(0, 40).mapToObj(_ -> UUID.randomUUID().toString()).toList();

        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            // Lines in opposite orders, which would deadlock if locks were taken as they come.
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < orders.size(); i++) {
                String order = orders.get(i);
                String[] lines = {line(scarce, 1), line(other, 1)};
                String data = i % 2 == 0 ? data(order, lines) : data(order, lines[1], lines[0]);
                sent.add(
                        senders.submit(
                                () ->
                                        Events.on("orders.events")
                                                .send(UUID.randomUUID(), order, PLACED, data)));
            }
            sent.add(
                    senders.submit(
                            () -> post("/api/products/" + scarce + "/stock", "{\"delta\":3}")));
            assertThat(sent).hasSize(41);
        }

        List<Events.Event> answers =
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> answersTo(orders), found -> found.size() >= orders.size());
        assertThat(answers)
                .extracting(Events.Event::key)
                .containsExactlyInAnyOrderElementsOf(orders);
        long reserved = answers.stream().filter(a -> a.type().equals(RESERVED)).count();
        assertThat(reserved).isBetween(7L, 10L);
        assertThat(stockOf(scarce)).isEqualTo(10 - (int) reserved);
        assertThat(stockOf(other)).isEqualTo(1000 - (int) reserved);
    }

    @Test
    void putsAsideEventsThatMakeNoSenseAndGoesOn() {
        String sku = product("Lantern", "Lamps", "2.50", 10);
        String poison = UUID.randomUUID().toString();
        for (String data :
                List.of("no JSON", "{}", data(poison, line(sku, 0)), data(poison, line("?", 1)))) {
            Events.on("orders.events").send(UUID.randomUUID(), poison, PLACED, data);
        }

        awaitEverythingBefore(poison);

        assertThat(Events.on("orders.events.dlt").await(poison, 4)).hasSize(4);
        assertThat(stockOf(sku)).isEqualTo(10);
    }

    @Test
    void ignoresEventsThatDoNotConcernIt() {
        String key = UUID.randomUUID().toString();
        Events.on("orders.events")
                .send(
                        UUID.randomUUID(),
                        key,
                        "dev.everstore.order.confirmed.v1",
                        "{\"orderId\":\"%s\"}".formatted(key));

        awaitEverythingBefore(key);

        assertThat(Events.on("catalog.stock").count(key)).isZero();
        assertThat(Events.on("orders.events.dlt").count(key)).isZero();
    }

    @Test
    void staysReservedForAConfirmedOrderAndComesBackFromACancelledOne() {
        String sku = product("Lantern", "Lamps", "2.50", 10);
        String order = UUID.randomUUID().toString();
        place(order, line(sku, 3));
        say("confirmed", order);
        awaitEverythingBefore(order);
        assertThat(stockOf(sku)).isEqualTo(7);

        say("cancelled", order);

        List<Events.Event> answers = Events.on("catalog.stock").await(order, 2);
        assertThat(answers)
                .extracting(Events.Event::type)
                .containsExactly(RESERVED, "dev.everstore.stock.released.v1");
        assertThat(answers.getLast().data())
                .isEqualTo("{\"orderId\":\"%s\",\"reason\":\"CANCELLED\"}".formatted(order));
        assertThat(get("/api/products/" + sku).number("$.available")).isEqualTo(10);
    }

    @Test
    void comesBackFromARejectedOrderOnceHoweverOftenThatIsSaid() {
        String sku = product("Lantern", "Lamps", "2.50", 10);
        String order = UUID.randomUUID().toString();
        place(order, line(sku, 3));

        say("rejected", order);
        say("rejected", order);
        say("unknown", order);
        awaitEverythingBefore(order);

        assertThat(stockOf(sku)).isEqualTo(10);
        assertThat(Events.on("catalog.stock").count(order)).isEqualTo(2);
    }

    @Test
    void isNotReservedForAnOrderThatHasEndedAlready() {
        String sku = product("Lantern", "Lamps", "2.50", 10);
        String order = UUID.randomUUID().toString();

        say("cancelled", order);
        place(order, line(sku, 3));
        awaitEverythingBefore(order);

        assertThat(stockOf(sku)).isEqualTo(10);
        assertThat(Events.on("catalog.stock").count(order)).isZero();
    }

    @Test
    void isAskedAboutWhenItIsHeldForLongAndReleasedOnlyByTheAnswer() {
        String sku = product("Lantern", "Lamps", "2.50", 10);
        String order = UUID.randomUUID().toString();
        place(order, line(sku, 3));
        assertThat(Events.on("catalog.stock").awaitOne(order).type()).isEqualTo(RESERVED);

        db.sql("update order_reservation set expires_at = now() where order_id = ?::uuid")
                .param(order)
                .update();

        Events.Event question = Events.on("catalog.stock").await(order, 2).getLast();
        assertThat(question.type()).isEqualTo("dev.everstore.stock.expired.v1");
        assertThat(question.data()).isEqualTo("{\"orderId\":\"%s\"}".formatted(order));
        assertThat(stockOf(sku)).as("a question, no release").isEqualTo(7);

        say("unknown", order);
        assertThat(Events.on("catalog.stock").await(order, 3).getLast().data())
                .contains("\"reason\":\"UNKNOWN\"");
        assertThat(stockOf(sku)).isEqualTo(10);
    }

    @Test
    void isAdjustedOnceHoweverOftenAKeyIsSent() {
        String sku = product("Lantern", "Lamps", "2.50", 3);
        String path = "/api/products/" + sku + "/stock";
        String key = UUID.randomUUID().toString();

        Answer first = post(path, "{\"delta\":5}", "Idempotency-Key", key);
        assertThat(post(path, "{\"delta\":1}").number("$.available")).isEqualTo(9);
        Answer again = post(path, "{\"delta\":5}", "Idempotency-Key", key);

        assertThat(first.number("$.available")).isEqualTo(8);
        assertThat(again.body()).as("the same answer").isEqualTo(first.body());
        assertThat(stockOf(sku)).isEqualTo(9);
        assertThat(post(path, "{\"delta\":6}", "Idempotency-Key", key).problem())
                .isEqualTo("idempotency-key-reused");
        assertThat(post(path, "{\"delta\":6}", "Idempotency-Key", "short").status()).isEqualTo(400);
        assertThat(stockOf(sku)).isEqualTo(9);
    }

    @Test
    void isAdjustedOnceByRequestsWithOneKeyAtOnce() {
        String sku = product("Lantern", "Lamps", "2.50", 3);
        String path = "/api/products/" + sku + "/stock";
        String key = UUID.randomUUID().toString();

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers =
                    IntStream.range(0, 6)
                            .mapToObj(
                                    _ ->
                                            clients.submit(
                                                    () ->
                                                            post(
                                                                    path,
                                                                    "{\"delta\":5}",
                                                                    "Idempotency-Key",
                                                                    key)))
                            .toList();
            assertThat(answers)
                    .extracting(answer -> answer.get().number("$.available"))
                    .containsOnly(8L);
        }
        assertThat(stockOf(sku)).isEqualTo(8);
    }

    @Test
    void isComparedWithWhatHappenedToIt() {
        String wrong = product("Lantern", "Lamps", "2.50", 3);
        product("Candle", "Lamps", "1.00", 5);
        place(UUID.randomUUID().toString(), line(wrong, 1));
        await().until(() -> stockOf(wrong) == 2);

        Answer before = get("/api/stock/drift");
        assertThat(before.number("$.checked")).isGreaterThanOrEqualTo(2);
        assertThat(before.text("$.items")).isEqualTo("[]");
        assertThat(before.body()).contains("\"next\":null");

        adjustBehindTheLedger(wrong, 4);
        assertThat(get("/api/stock/drift").body())
                .contains(
                        "\"items\":[{\"sku\":\"%s\",\"adjusted\":3,\"remaining\":6,\"reserved\":1}]"
                                .formatted(wrong));
        assertThat(get("/api/stock/drift?after=" + wrong).text("$.items")).isEqualTo("[]");
        adjustBehindTheLedger(wrong, -4);
    }

    private void adjustBehindTheLedger(String sku, int delta) {
        db.sql("update stock set quantity = quantity + ? where sku = ?")
                .params(delta, sku)
                .update();
    }

    private static void say(String word, String order) {
        Events.on("orders.events")
                .send(
                        UUID.randomUUID(),
                        order,
                        "dev.everstore.order." + word + ".v1",
                        "{\"orderId\":\"%s\"}".formatted(order));
    }

    /** Sends one more order to the same partition: once it is answered, so is all before it. */
    private void awaitEverythingBefore(String key) {
        String last = UUID.randomUUID().toString();
        Events.on("orders.events")
                .send(UUID.randomUUID(), key, PLACED, data(last, line("NO-SUCH-SKU", 1)));
        assertThat(Events.on("catalog.stock").awaitOne(last).type()).isEqualTo(REJECTED);
    }

    private static List<Events.Event> answersTo(List<String> orders) {
        return Events.on("catalog.stock").all().stream()
                .filter(event -> orders.contains(event.key()))
                .toList();
    }

    private static void place(String order, String... lines) {
        Events.on("orders.events").send(UUID.randomUUID(), order, PLACED, data(order, lines));
    }

    private static String data(String order, String... lines) {
        return "{\"orderId\":\"%s\",\"customerId\":\"alice\",\"lines\":[%s]}"
                .formatted(order, String.join(",", lines));
    }

    private static String line(String sku, int quantity) {
        return "{\"sku\":\"%s\",\"quantity\":%d}".formatted(sku, quantity);
    }
}
