package io.everstore.local.bench;

import io.everstore.local.acceptance.LedgerLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What customers were told about their orders. */
final class Promises {

    private final Map<String, Set<String>> ids = new ConcurrentHashMap<>();
    private final Queue<LedgerLine> ledger = new ConcurrentLinkedQueue<>();
    private final Queue<String> denied = new ConcurrentLinkedQueue<>();
    private final Queue<String> hidden = new ConcurrentLinkedQueue<>();

    /** Keeps an answer to an order; returns its id, which is empty if it was not acknowledged. */
    String keep(String key, Instant sent, Client.Answer answer) {
        String id = answer.isOk() ? answer.json().path("id").asString() : "";
        if (answer.isOk()) {
            ids.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(id);
        }
        String outcome = answer.isOk() ? "ok" : answer.status() == 0 ? "unknown" : "fail";
        ledger.add(new LedgerLine(key, sent, Instant.now(), outcome, answer.status(), id));
        return id;
    }

    /** An acknowledged order that its customer was told does not exist. */
    void keepDenied(String id, Client.Answer answer) {
        denied.add(id + ": " + answer.status() + " " + answer.body());
    }

    /** An acknowledged order of which its customer could not be told anything. */
    void keepHidden(String id) {
        hidden.add(id);
    }

    boolean isAcknowledged(String key) {
        return ids.containsKey(key);
    }

    /** The ids of all acknowledged orders. */
    List<String> acknowledged() {
        return ids.values().stream().flatMap(Set::stream).distinct().toList();
    }

    /** Keys that were answered with more than one id. */
    List<String> doubled() {
        return ids.entrySet().stream()
                .filter(e -> e.getValue().size() > 1)
                .map(Map.Entry::toString)
                .toList();
    }

    /** Acknowledged orders that their customers were told do not exist. */
    List<String> denied() {
        return List.copyOf(denied);
    }

    /** Those since the last call of which their customers could not be told anything. */
    List<String> takeHidden() {
        List<String> taken = new ArrayList<>();
        for (String id = hidden.poll(); id != null; id = hidden.poll()) {
            taken.add(id);
        }
        return taken;
    }

    /** All requests since the last call. */
    List<LedgerLine> takeLedger() {
        List<LedgerLine> taken = new ArrayList<>();
        for (LedgerLine line = ledger.poll(); line != null; line = ledger.poll()) {
            taken.add(line);
        }
        return taken;
    }
}
