package io.everstore.catalog.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.catalog.RunningService;
import io.everstore.catalog.product.Sku;
import io.everstore.catalog.stock.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.CannotCreateTransactionException;

/** 200 customers want the same ten scarce products at once, and some change their minds. */
class ScarceStockTests extends RunningService {

    private static final int CUSTOMERS = 200;
    private static final int PIECES = 20;
    private static final int THREADS = 24;

    @Autowired private HandleOrders orders;

    @Test
    void isNeitherOversoldNorDeadlocked() throws Exception {
        List<Sku> skus =
                IntStream.range(0, 10)
                        .mapToObj(i -> new Sku(product("Rare " + i, "Lamps", "2.50", PIECES)))
                        .sorted(Comparator.comparing(Sku::value))
                        .toList();
        long deadlocksBefore = deadlocks();
        List<UUID> ordered = new ArrayList<>();

        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<UUID>> customers =
                    IntStream.range(0, CUSTOMERS)
                            .<Callable<UUID>>mapToObj(seed -> () -> shop(skus, seed))
                            .toList();
            for (Future<UUID> customer : threads.invokeAll(customers)) {
                ordered.add(customer.get());
            }
        }

        assertThat(deadlocks()).as("deadlocks").isEqualTo(deadlocksBefore);
        assertThat(driftingSkus()).as("drift").isZero();
        for (Sku sku : skus) {
            assertThat(stockOf(sku.value())).isEqualTo(PIECES - reserved(sku)).isNotNegative();
        }
        // How many go to whom is a matter of who came first. That there was a quarrel is not: of
        // each product, customers whose order is confirmed and never cancelled want more than all.
        assertThat(refused(ordered)).as("refused").isPositive();

        List<Line> left =
                skus.stream()
                        .map(sku -> new Line(sku, stockOf(sku.value())))
                        .filter(line -> line.quantity() > 0)
                        .toList();
        assertThat(refused(List.of(place(left)))).as("what is left can be sold").isZero();
        for (Sku sku : skus) {
            UUID oneMore = place(List.of(new Line(sku, 1)));
            assertThat(refused(List.of(oneMore))).as("and not one more").isOne();
        }
    }

    private UUID place(List<Line> lines) {
        UUID order = UUID.randomUUID();
        orders.placed(UUID.randomUUID(), order, lines);
        return order;
    }

    /** One customer: wants some of some products, and then it is confirmed or comes to nothing. */
    private UUID shop(List<Sku> skus, int seed) {
        Random random = new Random(seed);
        UUID order = UUID.randomUUID();
        List<Line> lines =
                skus.stream()
                        .filter(_ -> random.nextBoolean())
                        .map(sku -> new Line(sku, 1 + random.nextInt(2)))
                        .toList();
        List<Line> wanted = lines.isEmpty() ? List.of(new Line(skus.getFirst(), 1)) : lines;
        OrderWord word =
                Stream.of(OrderWord.values()).skip(random.nextInt(4)).findFirst().orElseThrow();
        boolean isLate = random.nextInt(8) == 0;

        if (isLate) {
            deliver(() -> orders.heard(UUID.randomUUID(), order, word));
        }
        deliver(() -> orders.placed(UUID.randomUUID(), order, wanted));
        deliver(() -> orders.heard(UUID.randomUUID(), order, word));
        if (random.nextInt(4) == 0) {
            deliver(() -> orders.heard(UUID.randomUUID(), order, OrderWord.CANCELLED));
        }
        return order;
    }

    /** As the listener does it: waiting for a connection is no reason to give up. */
    private static void deliver(Runnable event) {
        while (true) {
            try {
                event.run();
                return;
            } catch (CannotCreateTransactionException poolIsBusy) {
                Thread.onSpinWait();
            }
        }
    }

    private int reserved(Sku sku) {
        return db.sql(
                        """
                        select coalesce(sum(quantity), 0) from reservation
                        where sku = ? and state in ('HELD', 'SETTLED')
                        """)
                .param(sku.value())
                .query(Integer.class)
                .single();
    }

    private int refused(List<UUID> ids) {
        return db.sql(
                        """
                        select count(*) from order_reservation
                        where order_id = any (?) and state = 'REFUSED'
                        """)
                .param(ids.toArray(UUID[]::new))
                .query(Integer.class)
                .single();
    }

    private long deadlocks() {
        return db.sql("select deadlocks from pg_stat_database where datname = current_database()")
                .query(Long.class)
                .single();
    }
}
