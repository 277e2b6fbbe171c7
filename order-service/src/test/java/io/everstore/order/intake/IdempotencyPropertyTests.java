package io.everstore.order.intake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.Instance;
import io.everstore.order.Shop;
import io.everstore.order.idempotency.IdempotencyKey;
import io.everstore.order.idempotency.OrderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * What is true of keys and orders after any sends, re-sends and losses, on real servers: at most
 * one order per key, always the same id, every acknowledged order exists, and none that nobody
 * sent.
 */
class IdempotencyPropertyTests {

    private static Instance service;

    /** What happens next; sends of one step go out at the same time. */
    sealed interface Step {
        record Sends(List<Send> sends) implements Step {}

        record LoseCommit() implements Step {}

        record LoseAnswerToCommit() implements Step {}

        record Away() implements Step {}

        record Back() implements Step {}
    }

    record Send(int key, int quantity) {}

    @BeforeContainer
    static void start() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        service = Instance.with("everstore.placement.deadline=500ms");
    }

    @AfterContainer
    static void stop() {
        Backends.LINK.heal();
        service.close();
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void keepsItsPromisesWhateverHappens(@ForAll("histories") List<Step> history) {
        Customer customer = new Customer();
        history.forEach(customer::live);

        Backends.LINK.heal();
        customer.awaitQuiet();

        customer.acknowledged.forEach(
                (key, ids) -> {
                    assertThat(ids).containsOnly(customer.idOf(key));
                    assertThat(customer.read(key).status()).as("acknowledged").isEqualTo(200);
                });
        Map<String, Integer> stored = customer.stored();
        assertThat(customer.keys).as("none that nobody sent").containsAll(stored.keySet());
        stored.forEach(
                (key, quantity) ->
                        assertThat(customer.sent.get(key)).as("as it was sent").contains(quantity));
        assertThat(Shop.ordersOf(customer.name)).isEqualTo(stored.size());
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Send> send =
                Combinators.combine(
                                Arbitraries.integers().between(0, 2),
                                Arbitraries.frequency(Tuple.of(5, 1), Tuple.of(1, 2)))
                        .as(Send::new);
        Arbitrary<Step> sends = send.list().ofMinSize(1).ofMaxSize(3).map(Step.Sends::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(8, sends),
                        Tuple.of(1, Arbitraries.just(new Step.LoseCommit())),
                        Tuple.of(1, Arbitraries.just(new Step.LoseAnswerToCommit())),
                        Tuple.of(2, Arbitraries.just(new Step.Away())),
                        Tuple.of(2, Arbitraries.just(new Step.Back())))
                .list()
                .ofMinSize(4)
                .ofMaxSize(10);
    }

    private static final class Customer {

        private final String name = "customer-" + UUID.randomUUID();
        private final Client client = service.client(name);
        private final List<String> keys =
                List.of(Client.newKey(), Client.newKey(), Client.newKey());
        private final Map<String, Set<UUID>> acknowledged = new ConcurrentHashMap<>();
        private final Map<String, Set<Integer>> sent = new ConcurrentHashMap<>();

        void live(Step step) {
            switch (step) {
                case Step.Sends(List<Send> sends) -> sendAll(sends);
                case Step.LoseCommit() -> Backends.LINK.cutBeforeNextCommit();
                case Step.LoseAnswerToCommit() -> Backends.LINK.cutAfterNextCommit();
                case Step.Away() -> Backends.LINK.goAway();
                case Step.Back() -> Backends.LINK.heal();
            }
        }

        private void sendAll(List<Send> sends) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var pending = new ArrayList<java.util.concurrent.Future<?>>();
                for (Send send : sends) {
                    pending.add(threads.submit(() -> send(send)));
                }
                for (var one : pending) {
                    one.get();
                }
            } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        private void send(Send send) {
            String key = keys.get(send.key());
            sent.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(send.quantity());
            Answer answer = client.place(key, Client.order("85123A", send.quantity()));
            assertThat(answer.status()).as(answer.toString()).isIn(201, 202, 409, 422, 503);
            if (answer.status() < 300) {
                acknowledged
                        .computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet())
                        .add(UUID.fromString(answer.text("/id")));
            }
        }

        UUID idOf(String key) {
            return OrderId.of(name, new IdempotencyKey(key));
        }

        Answer read(String key) {
            return client.get("/api/orders/" + idOf(key));
        }

        /** The database is back, and nothing waits to be placed. */
        void awaitQuiet() {
            Client other = service.client("probe-" + UUID.randomUUID());
            await().atMost(30, SECONDS)
                    .until(
                            () ->
                                    other.place(Client.newKey(), Client.order("85123A", 1)).status()
                                            == 201);
            BoardKeeper keeper = service.bean(BoardKeeper.class);
            Board board = service.bean(Board.class);
            await().atMost(30, SECONDS).until(() -> keeper.catchUp() && board.isEmpty());
        }

        /** The quantity of each order by its key. */
        Map<String, Integer> stored() {
            return Backends.database()
                    .sql(
                            """
                            select key, quantity from idempotency_key k join order_line l using (order_id)
                            where customer_id = ?""")
                    .param(name)
                    .query()
                    .listOfRows()
                    .stream()
                    .collect(
                            Collectors.toMap(
                                    row -> (String) row.get("key"),
                                    row -> (Integer) row.get("quantity")));
        }
    }
}
