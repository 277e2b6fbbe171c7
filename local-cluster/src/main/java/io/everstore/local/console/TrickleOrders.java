package io.everstore.local.console;

import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Answer.Received;
import io.everstore.local.importing.shop.Call;
import io.everstore.local.importing.shop.ShopClient;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Small real orders, one after the other. Each is cancelled half a minute later, so that the shop
 * is not sold out by being looked at. The log hears when orders are no longer placed, and when the
 * first is again.
 */
final class TrickleOrders {

    private static final int KEPT = 30;
    private static final String LIST = "/api/products?query=mug&limit=24";

    private final ShopClient shop;
    private final Sender sender;
    private final Journal journal;
    private final Queue<String> placed = new ConcurrentLinkedQueue<>();
    private volatile String sku = "";
    private long lastPlaced = System.nanoTime();
    private State state = State.PLACED;

    /** Sends a call that is due at a moment of {@link System#nanoTime}. */
    interface Sender {
        Answer send(Call call, long due);
    }

    private enum State {
        PLACED,
        QUEUED,
        LOST
    }

    TrickleOrders(ShopClient shop, Sender sender, Journal journal) {
        this.shop = shop;
        this.sender = sender;
        this.journal = journal;
    }

    void next(long due) {
        if (sku.isEmpty()) {
            choose(due);
            return;
        }
        String line = "{\"lines\":[{\"sku\":\"%s\",\"quantity\":1}]}".formatted(sku);
        Answer answer =
                sender.send(
                        Call.of("POST", "/api/orders", Trickle.PATIENCE)
                                .with("Idempotency-Key", UUID.randomUUID().toString())
                                .withJson(line),
                        due);
        if (answer instanceof Received received && received.ok()) {
            remember(received.json().path("id").asString(""));
        } else if (answer instanceof Received received && received.status() == 422) {
            sku = ""; // no longer sold
        }
        note(answer);
    }

    /** One of which there are enough. */
    private void choose(long due) {
        if (sender.send(Call.of("GET", LIST, Trickle.PATIENCE), due) instanceof Received received) {
            Predicate<JsonNode> isPlenty = item -> item.path("available").asInt(0) > 2 * KEPT;
            received.json()
                    .path("items")
                    .valueStream()
                    .filter(isPlenty)
                    .findFirst()
                    .ifPresent(item -> sku = item.path("sku").asString(""));
        }
    }

    private void remember(String id) {
        placed.add(id);
        if (placed.size() > KEPT) {
            // Not counted: what is not confirmed yet cannot be cancelled, which is no failure.
            shop.send(
                    Call.of(
                            "POST",
                            "/api/orders/" + placed.remove() + "/cancel",
                            Trickle.PATIENCE));
        }
    }

    private synchronized void note(Answer answer) {
        State now =
                switch (answer) {
                    case Received received when received.status() == 201 -> State.PLACED;
                    case Received received when received.status() == 202 -> State.QUEUED;
                    default -> State.LOST;
                };
        long moment = System.nanoTime();
        if (now != state) {
            journal.note(
                    switch (now) {
                        case PLACED ->
                                "first order placed again, %.2f s after the last"
                                        .formatted((moment - lastPlaced) / 1e9);
                        case QUEUED -> "orders are queued";
                        case LOST -> "an order was not taken: " + answer.reason();
                    });
        }
        state = now;
        lastPlaced = now == State.PLACED ? moment : lastPlaced;
    }
}
