package io.everstore.local.importing.shop;

import static io.everstore.local.importing.shop.StandInShop.JSON;

import io.everstore.local.importing.shop.StandInShop.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * Orders as the order service takes them: one per key, confirmed or rejected on the second look.
 */
public final class StandInOrders {

    /** An order as it was placed first. */
    public record Order(String id, JsonNode body, AtomicInteger looks) {}

    private final Map<String, Order> byKey = new LinkedHashMap<>();
    private final Map<String, Order> byId = new ConcurrentHashMap<>();
    private final Set<String> unknownSkus = ConcurrentHashMap.newKeySet();
    private final Set<String> soldOut = ConcurrentHashMap.newKeySet();
    private final AtomicInteger queue = new AtomicInteger();
    private final AtomicInteger forget = new AtomicInteger();

    /** Orders by idempotency key. */
    public synchronized Map<String, Order> byKey() {
        return new LinkedHashMap<>(byKey);
    }

    /** Orders with this SKU are refused. */
    public void doNotKnow(String sku) {
        unknownSkus.add(sku);
    }

    /** Orders with this SKU are rejected after they were placed. */
    public void sellOut(String sku) {
        soldOut.add(sku);
    }

    /** The next new orders are answered with 202. */
    public void queueNext(int orders) {
        queue.set(orders);
    }

    /** The next new orders are acknowledged and forgotten, which a shop must never do. */
    public void forgetNext(int orders) {
        forget.set(orders);
    }

    Reply answer(String method, String path, String body, String key) {
        if (method.equals("GET")) {
            var order = byId.get(path.substring(path.lastIndexOf('/') + 1));
            return order == null ? Reply.problem(404, "unknown-order") : Reply.of(200, look(order));
        }
        return place(JSON.readTree(body), key);
    }

    private synchronized Reply place(JsonNode body, String key) {
        if (!key.matches("[A-Za-z0-9._:-]{16,64}")) {
            return Reply.problem(400, "idempotency-key-missing");
        }
        var known = byKey.get(key);
        if (known != null) {
            return known.body().equals(body)
                    ? new Reply(201, json(known, "PLACED"), Map.of("Idempotent-Replayed", "true"))
                    : Reply.problem(422, "idempotency-key-reused");
        }
        for (var line : body.path("lines")) {
            if (unknownSkus.contains(line.path("sku").asString())) {
                return Reply.problem(422, "unknown-sku");
            }
        }
        var order = new Order(UUID.randomUUID().toString(), body, new AtomicInteger());
        byKey.put(key, order);
        if (forget.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
            byId.put(order.id(), order);
        }
        var queued = queue.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        return Reply.of(queued ? 202 : 201, json(order, queued ? "QUEUED" : "PLACED"));
    }

    private JsonNode look(Order order) {
        if (order.looks().incrementAndGet() < 2) {
            return json(order, "PLACED");
        }
        for (var line : order.body().path("lines")) {
            if (soldOut.contains(line.path("sku").asString())) {
                return json(order, "REJECTED");
            }
        }
        return json(order, "CONFIRMED");
    }

    private static JsonNode json(Order order, String status) {
        var json = JSON.createObjectNode().put("id", order.id()).put("status", status);
        return status.equals("REJECTED") ? json.put("reason", "OUT_OF_STOCK") : json;
    }
}
