package io.everstore.local.importing.shop;

import static io.everstore.local.importing.shop.StandInShop.JSON;

import io.everstore.local.importing.shop.StandInShop.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Imports as the catalogue takes them: staged, then applied as a whole or forgotten. */
public final class StandInImports {

    /** A batch as it came over the wire. */
    public record Received(int rows, int bytes) {}

    private static final class Staged {
        private final Map<Integer, List<JsonNode>> batches = new TreeMap<>();
        private String state = "OPEN";
        private long created;
        private long updated;
    }

    private final Map<String, Staged> imports = new LinkedHashMap<>();
    private final Map<String, JsonNode> products = new TreeMap<>();
    private final List<Received> received = new ArrayList<>();
    private final CountDownLatch firstBatch = new CountDownLatch(1);
    private boolean forgetRows;
    private int stillCommitting;

    /** Products that are visible, by SKU. */
    public synchronized Map<String, JsonNode> products() {
        return new TreeMap<>(products);
    }

    /** All batches received, repetitions included. */
    public synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** States of all imports, in the order of their opening. */
    public synchronized List<String> states() {
        return imports.values().stream().map(staged -> staged.state).toList();
    }

    /** Counted down when rows have arrived. */
    public CountDownLatch firstBatch() {
        return firstBatch;
    }

    /** Counts rows but keeps none, for files that are larger than the test's memory. */
    public synchronized void forgetRows() {
        forgetRows = true;
    }

    /** So many requests to commit are answered before it is done. */
    public synchronized void commitSlowly(int requests) {
        stillCommitting = requests;
    }

    synchronized Reply answer(String method, String path, String body) {
        if (path.equals("/api/imports")) {
            var id = Integer.toString(imports.size() + 1);
            imports.put(id, new Staged());
            return Reply.of(201, JSON.createObjectNode().put("id", id).put("state", "OPEN"));
        }
        var parts = path.split("/", -1);
        var staged = imports.get(parts[3]);
        if (staged == null) {
            return Reply.problem(404, "unknown-import");
        }
        if (method.equals("PUT")) {
            return put(staged, Integer.parseInt(parts[5]), body);
        }
        return switch (method) {
            case "DELETE" -> abort(staged);
            case "POST" -> commit(staged, JSON.readTree(body).path("initialStock").asInt());
            default -> Reply.of(200, state(staged));
        };
    }

    private Reply put(Staged staged, int number, String body) {
        if (!staged.state.equals("OPEN")) {
            return Reply.problem(409, "import-closed");
        }
        var rows = new ArrayList<JsonNode>();
        var rejected = JSON.createArrayNode();
        for (var line : body.lines().toList()) {
            var row = forgetRows ? JSON.createObjectNode() : JSON.readTree(line);
            if (row.path("name").asString("").contains("FORBIDDEN")) {
                rejected.addObject()
                        .put("line", row.path("line").asLong())
                        .put("field", "name")
                        .put("reason", "is forbidden");
            } else {
                rows.add(row);
            }
        }
        received.add(new Received(rows.size(), body.getBytes(StandardCharsets.UTF_8).length));
        staged.batches.put(number, forgetRows ? List.of() : rows);
        firstBatch.countDown();
        return Reply.of(
                200,
                JSON.createObjectNode().put("received", rows.size()).set("rejected", rejected));
    }

    private Reply commit(Staged staged, int initialStock) {
        if (stillCommitting-- > 0) {
            return Reply.of(202, JSON.createObjectNode().put("state", "COMMITTING"));
        }
        if (staged.state.equals("ABORTED")) {
            return Reply.problem(409, "import-closed");
        }
        if (staged.state.equals("OPEN")) {
            staged.state = "COMMITTED";
            var last = new LinkedHashMap<String, JsonNode>();
            staged.batches
                    .values()
                    .forEach(
                            rows -> rows.forEach(row -> last.put(row.path("sku").asString(), row)));
            last.forEach(
                    (sku, row) -> {
                        var product = (ObjectNode) row.deepCopy();
                        if (!product.has("stock")) {
                            product.put("stock", initialStock);
                        }
                        if (products.put(sku, product) == null) {
                            staged.created++;
                        } else {
                            staged.updated++;
                        }
                    });
        }
        return Reply.of(200, state(staged));
    }

    private static JsonNode state(Staged staged) {
        var json = JSON.createObjectNode().put("state", staged.state);
        if (staged.state.equals("COMMITTED")) {
            json.put("created", staged.created).put("updated", staged.updated).put("unchanged", 0);
        }
        return json;
    }

    private static Reply abort(Staged staged) {
        if (staged.state.equals("COMMITTED")) {
            return Reply.problem(409, "import-committed");
        }
        staged.state = "ABORTED";
        return Reply.of(200, state(staged));
    }
}
