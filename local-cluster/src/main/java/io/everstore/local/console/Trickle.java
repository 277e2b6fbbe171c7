package io.everstore.local.console;

import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Call;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.importing.shop.SignInRefused;
import io.everstore.local.probe.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/**
 * A few customers, while somebody looks on: ten views a second and one order. Open loop: a request
 * is sent when it is due, whether or not the earlier ones have been answered, and its time counts
 * from then.
 */
final class Trickle {

    private static final Duration BEAT = Duration.ofMillis(100);
    private static final int BEATS_IN_A_SECOND = 10;

    /** Longer than the gateway's own limits. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final List<String> VIEWS =
            List.of(
                    "/api/products?category=Kitchen&limit=24",
                    "/api/products?query=lamp&limit=24",
                    "/api/bestsellers",
                    "/api/categories",
                    "/api/products?category=Garden&limit=24");

    private final ShopClient shop;
    private final Traffic traffic;
    private final Journal journal;
    private final TrickleOrders orders;
    private final ThreadFactory threads = Thread.ofVirtual().name("trickle-", 0).factory();

    /** So many answers can be waited for; beyond, a request counts as lost without being sent. */
    private final Semaphore inFlight = new Semaphore(200);

    Trickle(ShopClient shop, Traffic traffic, Journal journal) {
        this.shop = shop;
        this.traffic = traffic;
        this.journal = journal;
        this.orders = new TrickleOrders(shop, this::send, journal);
    }

    /** Sends one second's worth of requests, and closes the second. */
    void second(long beginNanos) {
        for (int beat = 0; beat < BEATS_IN_A_SECOND; beat++) {
            long due = beginNanos + beat * BEAT.toNanos();
            Await.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            String view = VIEWS.get((int) (due / BEAT.toNanos() % VIEWS.size()));
            start(() -> send(Call.of("GET", view, PATIENCE), due));
            if (beat == 0) {
                start(() -> orders.next(due));
            }
        }
        long end = beginNanos + BEATS_IN_A_SECOND * BEAT.toNanos();
        Await.pause(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        journal.second(traffic.next(System.currentTimeMillis() / 1000));
    }

    private void start(Runnable request) {
        if (!inFlight.tryAcquire()) {
            traffic.add(new Answer.NotSent("too many unanswered"), PATIENCE.toNanos() / 1000);
            return;
        }
        threads.newThread(
                        () -> {
                            try {
                                request.run();
                            } finally {
                                inFlight.release();
                            }
                        })
                .start();
    }

    private Answer send(Call call, long due) {
        Answer answer;
        try {
            answer = shop.send(call);
        } catch (SignInRefused refused) {
            answer = new Answer.NotSent(String.valueOf(refused.getMessage()));
        }
        traffic.add(answer, (System.nanoTime() - due) / 1000);
        return answer;
    }
}
