package io.everstore.chaos.workload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** All requests of a run, and what customers were promised. Safe for any number of threads. */
public final class History {

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Set<String> attempted = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> denied = new ConcurrentLinkedQueue<>();

    /** A key that is about to be sent, so that nobody wonders where its order came from. */
    public void attempt(String key) {
        attempted.add(key);
    }

    public void add(Request request) {
        requests.add(request);
        if (request.isWrite() && request.isOk()) {
            acknowledged
                    .computeIfAbsent(request.key(), _ -> ConcurrentHashMap.newKeySet())
                    .add(request.orderId());
        }
    }

    /** An acknowledged order of which its customer was told that it does not exist. */
    public void deny(String what) {
        denied.add(what);
    }

    /** What was planned in a time, in order. */
    public List<Request> between(Instant from, Instant to) {
        return requests.stream()
                .filter(request -> request.isWithin(from, to))
                .sorted(Comparator.comparing(Request::planned))
                .toList();
    }

    public Figures figures(Instant from, Instant to, Predicate<Request> which) {
        return Figures.of(between(from, to).stream().filter(which).toList());
    }

    /** Every key that was ever sent. */
    public Set<String> attempted() {
        return Set.copyOf(attempted);
    }

    /** By key, the ids that were acknowledged for it: one, if all is well. */
    public Map<String, Set<String>> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    public boolean isAcknowledged(String key) {
        return acknowledged.containsKey(key);
    }

    public List<String> denied() {
        return new ArrayList<>(denied);
    }
}
