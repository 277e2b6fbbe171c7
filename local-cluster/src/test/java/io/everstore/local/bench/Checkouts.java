package io.everstore.local.bench;

import io.everstore.local.bench.Baskets.Basket;
import io.everstore.local.replay.OpenLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * Customers who order, and now and then one who sends an older order again, as people do who are
 * not sure.
 */
final class Checkouts {

    static final String FIRST = "first";
    static final String AGAIN = "re-sent";

    /** One of so many requests sends an older key again: 5 %. */
    private static final int RESEND_EVERY = 20;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Of those who come back; few, so that what follows an outage is not another one. */
    private static final int AT_A_TIME = 4;

    private final Client client = new Client();
    private final Recording recording = new Recording();
    private final Promises promises = new Promises();
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final Baskets baskets;

    Checkouts(Catalogue catalogue) {
        this.baskets = new Baskets(catalogue);
    }

    OpenLoop come(double perSecond) {
        Baskets.CUSTOMERS.forEach(name -> authorizations.put(name, client.signIn(name)));
        return OpenLoop.at(perSecond, this::order, recording::dropped);
    }

    /** Sends one order and records what came of it. */
    void order(long planned) {
        recording.begin(planned);
        boolean isAgain = requests.incrementAndGet() % RESEND_EVERY == 0;
        Basket older = isAgain ? baskets.older(planned) : null;
        Basket basket = older == null ? baskets.fill(planned) : older;
        Instant sent = Instant.now();
        Client.Answer answer = send(basket);
        recording.end(planned, Sample.of(older == null ? FIRST : AGAIN, planned, answer));
        String id = promises.keep(basket.key(), sent, answer);
        if (answer.status() == 202) {
            look(id, basket);
        }
    }

    private Client.Answer send(Basket basket) {
        return client.post(
                "/api/orders",
                basket.body(),
                LIMIT,
                "Authorization",
                authorizations.getOrDefault(basket.customer(), ""),
                "Idempotency-Key",
                basket.key());
    }

    /** A queued order is visible to its customer at once, and never said not to exist. */
    private void look(String id, Basket basket) {
        Client.Answer seen =
                client.get(
                        "/api/orders/" + id,
                        LIMIT,
                        "Authorization",
                        authorizations.getOrDefault(basket.customer(), ""));
        if (seen.status() == 404) {
            promises.keepDenied(id, seen);
        } else if (!seen.isOk()) {
            promises.keepHidden(id);
        }
    }

    /**
     * The customers whose order was not acknowledged come back and send it again, as the shop asked
     * them to. Returns how many had to.
     */
    int comeBack() {
        List<Basket> open = baskets.all(basket -> !promises.isAcknowledged(basket.key()));
        try (ExecutorService customers =
                Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
            List<Future<?>> returns = new ArrayList<>();
            open.forEach(basket -> returns.add(customers.submit(() -> insist(basket))));
            returns.forEach(Checkouts::await);
        }
        return open.size();
    }

    private void insist(Basket basket) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !promises.keep(basket.key(), Instant.now(), send(basket)).isEmpty());
    }

    private static void await(Future<?> task) {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    Promises promises() {
        return promises;
    }

    Recording recording() {
        return recording;
    }
}
