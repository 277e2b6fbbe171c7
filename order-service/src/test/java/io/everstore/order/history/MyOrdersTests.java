package io.everstore.order.history;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.Instance;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import io.everstore.order.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

@OrderServiceTest
class MyOrdersTests {

    @Autowired private Environment environment;

    private Client alice;
    private Client bob;

    @BeforeEach
    void openTheShop() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        alice = Client.of(environment, "alice-" + UUID.randomUUID());
        bob = Client.of(environment, "bob-" + UUID.randomUUID());
    }

    @Test
    void hidesTheOrdersOfOthers() {
        String id = place(alice);

        Answer foreign = bob.get("/api/orders/" + id);
        Answer absent = bob.get("/api/orders/" + UUID.randomUUID());

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.problem()).isEqualTo("order-not-found");
        assertThat(foreign.text("/detail")).isEqualTo(absent.text("/detail"));
        assertThat(bob.get("/api/orders").json().at("/items").isEmpty()).isTrue();
    }

    /**
     * Brokers think about a fetch for as long as nothing comes, and meanwhile answer nothing else
     * on that connection. Whoever asks for an order must not wait for that. With the time that a
     * look has in production; the other tests give it more.
     */
    @Test
    void goesOnSayingThatThereIsNoSuchOrder() {
        String id = place(alice);
        try (Instance instance = Instance.with("everstore.intake.catch-up=500ms")) {
            Client stranger = instance.client("stranger-" + UUID.randomUUID());

            await().during(3, SECONDS)
                    .pollInterval(400, MILLISECONDS)
                    .atMost(20, SECONDS)
                    .until(() -> stranger.get("/api/orders/" + id).status() == 404);
        }
    }

    @Test
    void hidesTheOrdersOfOthersFromAnAdministratorToo() {
        String id = place(alice);
        Client admin =
                Client.withToken(
                        environment,
                        Tokens.sign(
                                Tokens.claims("admin").claim("scope", "customer admin").build(),
                                JWSAlgorithm.RS256));

        assertThat(admin.get("/api/orders/" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "1", "../livez", "0190-"})
    void findsNothingUnderWhatIsNoId(String id) {
        assertThat(alice.get("/api/orders/" + id).status()).isIn(400, 404);
    }

    @Test
    void showsEveryOrderOnceNewestFirstPageByPage() {
        List<String> placed = IntStream.range(0, 7).mapToObj(_ -> place(alice)).toList();
        place(bob);

        List<String> seen = new ArrayList<>();
        Answer page = alice.get("/api/orders?limit=3");
        seen.addAll(ids(page));
        // What comes in between is on no later page, and moves none of the others.
        place(alice);
        while (!page.json().at("/next").isNull()) {
            page = alice.get("/api/orders?limit=3&after=" + page.text("/next"));
            seen.addAll(ids(page));
        }

        assertThat(seen).isEqualTo(placed.reversed());
    }

    @Test
    void endsWithoutACursorWhenTheLastPageIsFull() {
        place(alice);
        place(alice);

        Answer page = alice.get("/api/orders?limit=2");

        assertThat(ids(page)).hasSize(2);
        assertThat(page.json().at("/next").isNull()).isTrue();
    }

    @Test
    void refusesACursorThatWasTamperedWith() {
        place(alice);
        place(alice);
        String cursor = alice.get("/api/orders?limit=1").text("/next");

        for (String tampered :
                List.of("x" + cursor.substring(1), cursor + "A", cursor.substring(2), "null")) {
            Answer answer = alice.get("/api/orders?after=" + tampered);
            assertThat(answer.status()).as(tampered).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("cursor-not-valid");
        }
        assertThat(bob.get("/api/orders?after=" + cursor).status()).as("borrowed").isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "999999999999", "many"})
    void refusesALimitThatIsNone(String limit) {
        assertThat(alice.get("/api/orders?limit=" + limit).status()).isEqualTo(400);
    }

    private static String place(Client client) {
        Answer answer = client.place(Client.newKey(), Client.order("85123A", 1));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.text("/id");
    }

    private static List<String> ids(Answer page) {
        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        return page.json()
                .at("/items")
                .valueStream()
                .map(item -> item.at("/id").asString())
                .toList();
    }
}
