package io.everstore.chaos.invariant;

import io.everstore.local.audit.Databases;
import io.everstore.local.probe.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * I6. Writes to every server, five times a second, and notes which acknowledge, in which timeline:
 * each promotion begins a new one. A server that acknowledges in an older timeline than one that
 * was acknowledged before is a second primary.
 */
final class OneWriter implements Invariant {

    private static final Duration EVERY = Duration.ofMillis(200);

    private final Databases databases;
    private final Queue<Ack> acks = new ConcurrentLinkedQueue<>();
    private final List<Thread> canaries;
    private volatile boolean isClosed;

    /**
     * A write that was acknowledged.
     *
     * @param begun when it was sent and when it was acknowledged, of {@link System#nanoTime}
     */
    record Ack(String server, long timeline, long begun, long ended) {}

    OneWriter(Databases databases) {
        this.databases = databases;
        databases.execute(
                "postgres",
                "create table if not exists chaos_canary (server text, at timestamptz default now())");
        canaries =
                databases.servers().stream()
                        .map(
                                server ->
                                        Thread.ofVirtual()
                                                .name("canary-" + server)
                                                .start(() -> write(server)))
                        .toList();
    }

    private void write(String server) {
        while (!isClosed) {
            try (Canary canary = new Canary(databases, server)) {
                while (!isClosed) {
                    canary.write().ifPresent(acks::add);
                    Await.pause(EVERY);
                }
            } catch (java.sql.SQLException e) {
                Await.pause(EVERY); // away, a standby, or not answering: no acknowledgement
            }
        }
    }

    @Override
    public String id() {
        return "I6";
    }

    @Override
    public String promise() {
        return "never two database servers that acknowledge writes";
    }

    @Override
    public List<String> violations() {
        return twoWriters(List.copyOf(acks));
    }

    /** What is wrong with acknowledgements, in whichever order they were noted. */
    static List<String> twoWriters(List<Ack> acks) {
        List<String> wrong = new ArrayList<>();
        for (Ack ack : acks) {
            acks.stream()
                    .filter(other -> !other.server().equals(ack.server()))
                    .filter(
                            other ->
                                    other.timeline() == ack.timeline()
                                            || (other.timeline() > ack.timeline()
                                                    && other.ended() < ack.begun()))
                    .findFirst()
                    .ifPresent(
                            other ->
                                    wrong.add(
                                            "%s acknowledged a write in timeline %d after %s had one in timeline %d"
                                                    .formatted(
                                                            ack.server(),
                                                            ack.timeline(),
                                                            other.server(),
                                                            other.timeline())));
        }
        return wrong.stream().distinct().toList();
    }

    /**
     * The longest time between two acknowledgements, whoever gave them, of which the later came
     * since then.
     */
    double longestGapMillis(Instant since) {
        long age = Duration.between(since, Instant.now()).toNanos();
        return longestGapMillis(List.copyOf(acks), System.nanoTime() - age);
    }

    /**
     * The same of these.
     *
     * @param since of {@link System#nanoTime}
     */
    static double longestGapMillis(List<Ack> acks, long since) {
        long[] ends = acks.stream().mapToLong(Ack::ended).sorted().toArray();
        long longest = 0;
        for (int i = 1; i < ends.length; i++) {
            if (ends[i] - since > 0) {
                longest = Math.max(longest, ends[i] - ends[i - 1]);
            }
        }
        boolean isOver = ends.length > 0 && ends[ends.length - 1] - since > 0;
        return isOver ? longest / 1e6 : Double.POSITIVE_INFINITY;
    }

    @Override
    public void close() {
        isClosed = true;
        canaries.forEach(OneWriter::join);
        try {
            databases.execute("postgres", "drop table if exists chaos_canary");
        } catch (Databases.Away e) {
            // The next run takes what is left; what broke this one matters more.
        }
    }

    private static void join(Thread canary) {
        try {
            canary.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
