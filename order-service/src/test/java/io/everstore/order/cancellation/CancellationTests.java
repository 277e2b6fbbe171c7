package io.everstore.order.cancellation;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import io.everstore.order.Standbys;
import io.everstore.order.Topic;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

@OrderServiceTest
class CancellationTests {

    private static final String CANCELLED = "dev.everstore.order.cancelled.v1";

    @Autowired private Environment environment;

    private Client client;
    private UUID order;

    @BeforeEach
    void placeAnOrder() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        client = Client.of(environment, "customer-" + UUID.randomUUID());
        order = await().atMost(20, SECONDS).ignoreExceptions().until(this::confirmed, _ -> true);
    }

    private UUID confirmed() {
        return Shop.confirmedOrder(client);
    }

    @AfterEach
    void heal() {
        Standbys.areNotNeeded();
        Backends.LINK.heal();
    }

    @Test
    void cancelsAConfirmedOrderAndTellsWhatIsFreeAgain() {
        Answer answer = client.cancel(order);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("CANCELLED");
        assertThat(client.get("/api/orders/" + order).json()).isEqualTo(answer.json());
        assertThat(told(order))
                .containsExactly(
                        "{\"orderId\":\"%s\",\"lines\":[{\"sku\":\"85123A\",\"quantity\":2}]}"
                                .formatted(order));
    }

    @Test
    void givesTheSameAnswerHoweverOftenItIsAsked() {
        List<CompletableFuture<Answer>> asked =
                IntStream.range(0, 8)
                        .mapToObj(_ -> CompletableFuture.supplyAsync(() -> client.cancel(order)))
                        .toList();

        Answer first = client.cancel(order);
        for (CompletableFuture<Answer> each : asked) {
            assertThat(each.join().status()).as(each.join().toString()).isEqualTo(200);
            assertThat(each.join().json()).isEqualTo(first.json());
        }
        assertThat(told(order)).hasSize(1);
    }

    @Test
    void asksToComeBackWhileTheOrderIsOnlyPlaced() {
        String placed = client.place(Client.newKey(), Client.order("85123A", 1)).text("/id");

        Answer answer = client.cancel(placed);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("order-not-cancellable");
        assertThat(answer.text("/orderStatus")).isEqualTo("PLACED");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(client.get("/api/orders/" + placed).text("/status")).isEqualTo("PLACED");
    }

    @Test
    void hasNothingToCancelOnARejectedOrder() {
        String placed = client.place(Client.newKey(), Client.order("85123A", 1)).text("/id");
        Backends.database()
                .sql(
                        "update orders set status = 'REJECTED', reason = 'OUT_OF_STOCK' where id = cast(? as uuid)")
                .param(placed)
                .update();

        Answer answer = client.cancel(placed);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("order-not-cancellable");
        assertThat(answer.header("Retry-After")).as("it will not change").isNull();
    }

    @Test
    void doesNotKnowTheOrdersOfOthers() {
        Client stranger = Client.of(environment, "stranger-" + UUID.randomUUID());

        Answer foreign = stranger.cancel(order);
        Answer absent = stranger.cancel(UUID.randomUUID());

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.text("/detail")).isEqualTo(absent.text("/detail"));
        assertThat(stranger.cancel("nonsense").status()).isEqualTo(404);
        assertThat(Shop.status(order)).isEqualTo("CONFIRMED");
        assertThat(Client.withToken(environment, null).cancel(order).status()).isEqualTo(401);
    }

    @Test
    void asksToRepeatWhileTheDatabaseIsAwayAndCancelsOnce() {
        Backends.LINK.freeze();

        Answer unknown = client.cancel(order);

        assertUnavailable(unknown);
        Backends.LINK.heal();
        await().atMost(20, SECONDS).until(() -> client.cancel(order).status() == 200);
        assertThat(told(order)).hasSize(1);
    }

    @Test
    void doesNotAcknowledgeWhatIsOnThePrimaryAloneNotEvenTheSecondTime() throws Exception {
        Standbys.goAway();
        assertNotAcknowledged(CompletableFuture.supplyAsync(() -> client.cancel(order)));
        assertThat(Shop.status(order)).as("visible, but on one node only").isEqualTo("CANCELLED");

        assertNotAcknowledged(CompletableFuture.supplyAsync(() -> client.cancel(order)));

        Standbys.areNotNeeded();
        await().atMost(20, SECONDS).until(() -> client.cancel(order).status() == 200);
    }

    private static void assertNotAcknowledged(CompletableFuture<Answer> cancelling)
            throws Exception {
        await().atMost(10, SECONDS).until(() -> Standbys.cancelWaits() > 0 || cancelling.isDone());
        Answer answer = cancelling.get(10, SECONDS);
        assertUnavailable(answer);
        assertThat(answer.text("/detail")).contains("Cancel it again");
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    private static List<String> told(UUID order) {
        try (Topic events = new Topic("orders.events")) {
            await().atMost(20, SECONDS)
                    .until(() -> !events.heard(order.toString(), CANCELLED).isEmpty());
            return events.heard(order.toString(), CANCELLED);
        }
    }
}
