package io.everstore.local.replay;

import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Call;
import io.everstore.local.importing.shop.ShopClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Asks for each acknowledged order until it is confirmed, rejected or cancelled, or time is up; a
 * few at a time, so that asking does not disturb what it waits for.
 */
final class Settlement {

    private static final int AT_A_TIME = 8;
    private static final int IDS_KEPT = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(500);
    private static final List<String> KNOWN =
            List.of("CONFIRMED", "REJECTED", "CANCELLED", "PLACED", "QUEUED", "MISSING", "UNASKED");
    private static final Set<String> FINAL = Set.of("CONFIRMED", "REJECTED", "CANCELLED");

    /** What the shop last said about an order. */
    private record Status(String name, String reason) {

        static final Status UNASKED = new Status("UNASKED", "");
        static final Status MISSING = new Status("MISSING", "");

        boolean settled() {
            return FINAL.contains(name);
        }
    }

    private final ShopClient shop;
    private final BooleanSupplier stopped;
    private final Map<String, Status> seen = new ConcurrentHashMap<>();
    private volatile int waitingFor;

    Settlement(ShopClient shop, BooleanSupplier stopped) {
        this.shop = shop;
        this.stopped = stopped;
    }

    /** How many orders are not settled yet. */
    int waitingFor() {
        return waitingFor;
    }

    /**
     * Waits.
     *
     * @param ids of acknowledged orders
     * @param patience for all of them together
     */
    Settled await(List<String> ids, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        List<String> open = List.copyOf(ids);
        for (; ; Timeline.awaitNanos(System.nanoTime() + BETWEEN_ROUNDS.toNanos())) {
            waitingFor = open.size();
            askAll(open, deadline);
            open = open.stream().filter(id -> !status(id).settled()).toList();
            if (open.isEmpty() || over(deadline)) {
                return settled(ids);
            }
        }
    }

    private void askAll(List<String> ids, long deadline) {
        var permits = new Semaphore(AT_A_TIME);
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var id : ids) {
                permits.acquireUninterruptibly();
                if (over(deadline)) {
                    return;
                }
                tasks.execute(
                        () -> {
                            try {
                                ask(id);
                            } finally {
                                permits.release();
                            }
                        });
            }
        }
    }

    private boolean over(long deadline) {
        return stopped.getAsBoolean() || System.nanoTime() - deadline > 0;
    }

    private void ask(String id) {
        var answer = shop.send(Call.of("GET", "/api/orders/" + id, TIMEOUT));
        if (!(answer instanceof Answer.Received received)) {
            return;
        }
        if (received.status() == 404) {
            seen.put(id, Status.MISSING);
        } else if (received.ok() && received.json().path("status").isString()) {
            var json = received.json();
            seen.put(
                    id,
                    new Status(json.path("status").asString(), json.path("reason").asString("")));
        }
    }

    private Status status(String id) {
        return seen.getOrDefault(id, Status.UNASKED);
    }

    private Settled settled(List<String> ids) {
        var counts = new HashMap<String, Long>();
        var rejected = new TreeMap<String, Long>();
        for (var id : ids) {
            var status = status(id);
            counts.merge(status.name(), 1L, Long::sum);
            if (status.name().equals("REJECTED")) {
                rejected.merge(status.reason(), 1L, Long::sum);
            }
        }
        var sum = KNOWN.stream().mapToLong(name -> counts.getOrDefault(name, 0L)).sum();
        return new Settled(
                counts.getOrDefault("CONFIRMED", 0L),
                rejected,
                counts.getOrDefault("CANCELLED", 0L),
                counts.getOrDefault("PLACED", 0L),
                counts.getOrDefault("QUEUED", 0L),
                counts.getOrDefault("MISSING", 0L),
                counts.getOrDefault("UNASKED", 0L),
                sum,
                sum == ids.size(),
                ids.stream()
                        .filter(id -> status(id).equals(Status.MISSING))
                        .limit(IDS_KEPT)
                        .toList());
    }
}
