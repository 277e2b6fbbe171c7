package io.everstore.chaos.workload;

import io.everstore.chaos.workload.Baskets.Basket;
import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Call;
import io.everstore.local.importing.shop.Credentials;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.replay.Ledger;
import io.everstore.local.replay.OpenLoop;
import io.everstore.local.replay.Timeline;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * The customers of a run. Of twenty requests fourteen look around, two look at an order, three
 * order, and one sends an older order again. The seed decides who does what.
 */
public final class Shoppers implements AutoCloseable {

    private static final List<String> CUSTOMERS = List.of("alice", "bob", "replay");
    private static final int SIDES = 20;
    private static final int BROWSE = 14;
    private static final int LOOK_AT_ORDER = 2;
    private static final int PLACE = 3;

    /** As long as a person waits; longer than any deadline of the shop. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** A shop that was started a moment ago gets its products as it goes; 20 s were seen. */
    private static final Duration PRODUCTS_ARE_THERE = Duration.ofMinutes(1);

    /** Ten seconds without an answer at 200 a second. */
    private static final int MOST_IN_FLIGHT = 2000;

    /** Of those who come back; few, so that what follows an outage is not another one. */
    private static final int AT_A_TIME = 4;

    private final List<ShopClient> customers;
    private final Ledger ledger;
    private final long seed;
    private final String prefix;
    private final Timeline clock = Timeline.startingAt(Instant.now());
    private final History history = new History();
    private final Map<String, Basket> placed = new ConcurrentHashMap<>();
    private final AtomicLong arrivals = new AtomicLong();
    private final Shelf shelf;
    private final Baskets baskets;
    private final OpenLoop loop;
    private volatile double factor = 1;

    /** A line of the ledger: a write, and what its customer was told. */
    private record Line(
            String key,
            Instant planned,
            Instant answered,
            String outcome,
            int status,
            String orderId) {}

    /**
     * Customers who are at the door.
     *
     * @param transport what the shop speaks
     * @param prefix of the keys of their orders
     * @param rate requests per second
     */
    public Shoppers(
            URI shop, Transport transport, Path ledger, String prefix, long seed, double rate) {
        this.seed = seed;
        this.prefix = prefix;
        this.customers =
                CUSTOMERS.stream()
                        .map(name -> new Credentials(name, name + "-demo"))
                        .map(who -> new ShopClient(shop, transport, who, InstantSource.system()))
                        .toList();
        try {
            this.ledger = Ledger.open(ledger);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + ledger, e);
        }
        this.shelf = Shelf.lookAt(customers.getFirst(), PRODUCTS_ARE_THERE);
        this.baskets = new Baskets(prefix, shelf.scarce());
        this.loop =
                new OpenLoop(() -> rate * factor, MOST_IN_FLIGHT, this::serve, this::recordDropped);
    }

    /** They begin to come. */
    public Shoppers open() {
        customers.forEach(ShopClient::signIn);
        loop.start();
        return this;
    }

    /** So many times as many come from now on. */
    public void surge(double times) {
        factor = times;
    }

    public History history() {
        return history;
    }

    public String prefix() {
        return prefix;
    }

    /** Products that are ordered. */
    public List<String> scarce() {
        return shelf.scarce();
    }

    private void recordDropped(long planned) {
        arrivals.incrementAndGet();
        history.add(Request.dropped(Kind.PRODUCT, clock.at(planned)));
    }

    private void serve(long planned) {
        RandomGenerator random = new SplittableRandom(seed + arrivals.incrementAndGet());
        int side = random.nextInt(SIDES);
        if (side < BROWSE) {
            browse(planned, random);
        } else if (side < BROWSE + LOOK_AT_ORDER) {
            lookAtOrder(planned, random);
        } else if (side < BROWSE + LOOK_AT_ORDER + PLACE) {
            order(Kind.PLACE, baskets.fill(planned, customers.size(), random), planned);
        } else {
            Optional<Basket> older = baskets.older(planned, random);
            order(
                    older.isPresent() ? Kind.AGAIN : Kind.PLACE,
                    older.orElseGet(() -> baskets.fill(planned, customers.size(), random)),
                    planned);
        }
    }

    private void browse(long planned, RandomGenerator random) {
        int choice = random.nextInt(10);
        Kind kind = choice < 7 ? Kind.PRODUCT : choice < 9 ? Kind.LIST : Kind.SEARCH;
        String path =
                switch (kind) {
                    case LIST -> shelf.list(random);
                    case SEARCH -> shelf.search(random);
                    default -> shelf.product(random);
                };
        Answer answer = customers.getFirst().send(Call.of("GET", path, LIMIT));
        history.add(request(kind, "", planned, answer));
    }

    /** An order that was acknowledged is there, and never said not to be. */
    private void lookAtOrder(long planned, RandomGenerator random) {
        List<String> ids = List.copyOf(placed.keySet());
        if (ids.isEmpty()) {
            browse(planned, random);
            return;
        }
        String id = ids.get(random.nextInt(ids.size()));
        Basket basket = placed.get(id);
        Answer answer =
                customers
                        .get(basket == null ? 0 : basket.customer())
                        .send(Call.of("GET", "/api/orders/" + id, LIMIT));
        if (answer instanceof Answer.Received received && received.status() == 404) {
            history.deny("order " + id + " is acknowledged, but said not to exist");
        }
        history.add(request(Kind.ORDER, "", planned, answer));
    }

    private Request order(Kind kind, Basket basket, long planned) {
        history.attempt(basket.key());
        Answer answer = customers.get(basket.customer()).send(call(basket));
        Request request = request(kind, basket.key(), planned, answer);
        Ledger.await(
                ledger.append(
                        new Line(
                                basket.key(),
                                request.planned(),
                                request.answered(),
                                request.outcome().name().toLowerCase(java.util.Locale.ROOT),
                                request.status(),
                                request.orderId())));
        history.add(request);
        if (request.isOk()) {
            placed.put(request.orderId(), basket);
        }
        return request;
    }

    private static Call call(Basket basket) {
        return Call.of("POST", "/api/orders", LIMIT)
                .with("Idempotency-Key", basket.key())
                .withJson(basket.body());
    }

    private Request request(Kind kind, String key, long planned, Answer answer) {
        long micros = (System.nanoTime() - planned) / 1000;
        return Judge.judge(kind, key, clock.at(planned), micros, answer);
    }

    /**
     * The customers whose order was not acknowledged come back and send it again, as the shop asked
     * them to. Returns how many still have no answer when the patience is over.
     */
    public int comeBack(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<Basket> open = baskets.all(basket -> !history.isAcknowledged(basket.key()));
        try (ExecutorService returning =
                Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
            open.forEach(basket -> returning.execute(() -> insist(basket, deadline)));
        }
        return (int) open.stream().filter(b -> !history.isAcknowledged(b.key())).count();
    }

    private void insist(Basket basket, long deadline) {
        while (System.nanoTime() < deadline) {
            long now = System.nanoTime();
            if (order(Kind.AGAIN, basket, now).isOk()) {
                return;
            }
            Timeline.awaitNanos(now + Duration.ofSeconds(1).toNanos());
        }
    }

    /** No more arrivals; waits for the answers. They may still {@link #comeBack}. */
    public void goHome() {
        loop.close();
    }

    @Override
    public void close() {
        loop.close();
        customers.forEach(ShopClient::close);
        try {
            ledger.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
