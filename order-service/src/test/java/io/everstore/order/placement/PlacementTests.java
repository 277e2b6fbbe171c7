package io.everstore.order.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import io.everstore.order.idempotency.IdempotencyKey;
import io.everstore.order.idempotency.OrderId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Placing, and placing again, while everything works. */
@OrderServiceTest
class PlacementTests {

    @Autowired private Environment environment;

    private String customer;
    private Client client;
    private String key;

    @BeforeEach
    void openTheShop() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        Shop.sells("22423", "Regency cakestand", "12.75");
        customer = "customer-" + UUID.randomUUID();
        client = Client.of(environment, customer);
        key = Client.newKey();
    }

    @Test
    void placesAnOrderAtThePriceBooksPrices() {
        Answer answer =
                client.place(
                        key,
                        "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":2},{\"sku\":\"22423\",\"quantity\":1}]}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        UUID id = UUID.fromString(answer.text("/id"));
        assertThat(id).isEqualTo(OrderId.of(customer, new IdempotencyKey(key)));
        assertThat(answer.header("Location")).isEqualTo("/api/orders/" + id);
        assertThat(answer.header("Idempotent-Replayed")).isNull();
        assertThat(answer.header("Everstore-Served-By")).isEqualTo("order-test");
        assertThat(answer.text("/status")).isEqualTo("PLACED");
        assertThat(answer.response().body())
                .contains("\"total\":{\"amount\":17.85,\"currency\":\"GBP\"}")
                .contains(
                        "{\"sku\":\"85123A\",\"name\":\"White hanging heart\",\"quantity\":2,"
                                + "\"unitPrice\":{\"amount\":2.55,\"currency\":\"GBP\"}}")
                .doesNotContain("reason");
        assertThat(Shop.linesOf(id)).isEqualTo(2);
        assertThat(Shop.keysOf(customer)).isEqualTo(1);
    }

    @Test
    void readsTheSameOrderAfterwards() {
        Answer placed = client.place(key, Client.order("85123A", 3));

        Answer read = client.get("/api/orders/" + placed.text("/id"));

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json()).isEqualTo(placed.json());
    }

    @Test
    void writesAnAmountWithTwoDecimalsEvenIfTheyAreZero() {
        Shop.sells("ROUND", "Round price", "5.00");

        Answer answer = client.place(key, Client.order("ROUND", 2));

        assertThat(answer.response().body()).contains("\"total\":{\"amount\":10.00,");
    }

    @Test
    void answersAReplayWithTheSameOrderAndSaysSo() {
        Answer first = client.place(key, Client.order("85123A", 2));

        Answer again = client.place(key, "{\"lines\":[{\"quantity\":2, \"sku\":\" 85123a \"}]}");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(Shop.ordersOf(customer)).isEqualTo(1);
    }

    @Test
    void writesWhenItReplays() {
        client.place(key, Client.order("85123A", 2));
        Object before = lastSeen();

        client.place(key, Client.order("85123A", 2));

        assertThat(lastSeen()).as("so that the commit waits for a standby").isNotEqualTo(before);
    }

    @Test
    void answersTheStoredIdOfAnOrderThatIsOlderThanDerivedIds() {
        UUID id = UUID.fromString(client.place(key, Client.order("85123A", 2)).text("/id"));
        UUID old = UUID.fromString("019aa123-4567-7abc-8def-0123456789ab");
        Shop.renames(id, old);

        Answer again = client.place(key, Client.order("85123A", 2));

        assertThat(again.text("/id")).isEqualTo(old.toString());
        assertThat(Shop.ordersOf(customer)).isEqualTo(1);
    }

    @Test
    void replaysThePriceOfTheFirstTime() {
        client.place(key, Client.order("85123A", 1));
        Shop.sells("85123A", "White hanging heart", "9.99");

        assertThat(client.place(key, Client.order("85123A", 1)).text("/total/amount"))
                .isEqualTo("2.55");
    }

    @Test
    void refusesAKeyThatStandsForAnotherOrder() {
        client.place(key, Client.order("85123A", 2));

        Answer other = client.place(key, Client.order("85123A", 3));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        assertThat(Shop.ordersOf(customer)).isEqualTo(1);
    }

    @Test
    void keepsTheKeysOfTwoCustomersApart() {
        String somebodyElse = "customer-" + UUID.randomUUID();

        Answer mine = client.place(key, Client.order("85123A", 2));
        Answer theirs = Client.of(environment, somebodyElse).place(key, Client.order("22423", 1));

        assertThat(theirs.status()).isEqualTo(201);
        assertThat(theirs.header("Idempotent-Replayed")).isNull();
        assertThat(theirs.text("/id")).isNotEqualTo(mine.text("/id"));
        assertThat(Shop.ordersOf(somebodyElse)).isEqualTo(1);
    }

    @Test
    void placesOneOrderForFiftyRequestsAtOnce() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> requests =
                    IntStream.range(0, 50)
                            .mapToObj(
                                    _ ->
                                            threads.submit(
                                                    () -> {
                                                        start.await();
                                                        return client.place(
                                                                key, Client.order("85123A", 1));
                                                    }))
                            .toList();
            start.countDown();
            for (Future<Answer> request : requests) {
                request.get();
            }
            List<Answer> answers = requests.stream().map(Future::resultNow).toList();
            assertThat(answers).extracting(Answer::status).containsOnly(201);
            assertThat(answers.stream().map(answer -> answer.text("/id")).distinct()).hasSize(1);
            assertThat(answers.stream().filter(a -> a.header("Idempotent-Replayed") == null))
                    .as("requests that placed")
                    .hasSize(1);
        }
        assertThat(Shop.ordersOf(customer)).isEqualTo(1);
    }

    @Test
    void acceptsTheTotalThatWasExpected() {
        assertThat(client.place(key, expecting("5.1")).status()).isEqualTo(201);
    }

    @Test
    void refusesAnotherTotalThanExpectedAndNamesTheNewOne() {
        Answer answer = client.place(key, expecting("4.99"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("total-changed");
        assertThat(answer.response().body())
                .contains("\"total\":{\"amount\":5.10,\"currency\":\"GBP\"}");
        assertThat(Shop.ordersOf(customer)).isZero();
        assertThat(client.place(key, expecting("5.10")).status())
                .as("nothing was placed, so the key is free")
                .isEqualTo(201);
    }

    @Test
    void mergesLinesOfTheSameSku() {
        Answer answer =
                client.place(
                        key,
                        "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":2},{\"sku\":\"22423\",\"quantity\":1},"
                                + "{\"sku\":\"85123a\",\"quantity\":3}]}");

        assertThat(answer.json().at("/lines").size()).isEqualTo(2);
        assertThat(answer.text("/lines/0/quantity")).isEqualTo("5");
    }

    @Test
    void placesAnOrderOfAThousandLines() {
        Backends.database()
                .sql(
                        """
                        insert into price_book
                        select 'BULK' || n, 'Bulk ' || n, 0.01, 'GBP', 1, true from generate_series(1, 1000) n
                        on conflict do nothing""")
                .update();
        String lines =
                String.join(
                        ",",
                        IntStream.rangeClosed(1, 1000)
                                .mapToObj(n -> "{\"sku\":\"BULK" + n + "\",\"quantity\":1}")
                                .toList());

        Answer answer = client.place(key, "{\"lines\":[" + lines + "]}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.text("/total/amount")).startsWith("10");
        assertThat(Shop.linesOf(UUID.fromString(answer.text("/id")))).isEqualTo(1000);
    }

    private Object lastSeen() {
        return Backends.database()
                .sql("select last_seen_at from idempotency_key where customer_id = ?")
                .param(customer)
                .query()
                .singleValue();
    }

    private static String expecting(String amount) {
        return "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":2}],"
                + "\"expectedTotal\":{\"amount\":%s,\"currency\":\"GBP\"}}".formatted(amount);
    }
}
