package io.everstore.order.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is true of an order after any moves, asked for at any times. */
class OrderPropertyTests {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** A move that is tried, and when by the clock of whoever tries it. */
    record Try(OrderStatus to, Instant now) {}

    @Property
    void staysItselfWhateverIsTried(@ForAll("tries") List<Try> tries) {
        Order begun = Moves.orderIn(OrderStatus.PLACED);
        Order order = begun;
        for (Try move : tries) {
            Order before = order;
            order = after(move, before);

            assertThat(order)
                    .usingRecursiveComparison()
                    .comparingOnlyFields("id", "customerId", "lines", "total", "placedAt")
                    .isEqualTo(begun);
            assertThat(order.updatedAt()).isAfterOrEqualTo(before.updatedAt());
            assertThat(order.reason() != null).isEqualTo(order.status() == OrderStatus.REJECTED);
        }
    }

    @Property
    void goesOneOfThreeWays(@ForAll("tries") List<Try> tries) {
        Order order = Moves.orderIn(OrderStatus.PLACED);
        List<OrderStatus> way = new ArrayList<>(List.of(order.status()));
        for (Try move : tries) {
            Order next = after(move, order);
            if (next.status() != order.status()) {
                way.add(next.status());
            }
            order = next;
        }

        assertThat(way)
                .isIn(
                        List.of(OrderStatus.PLACED),
                        List.of(OrderStatus.PLACED, OrderStatus.REJECTED),
                        List.of(OrderStatus.PLACED, OrderStatus.CONFIRMED),
                        List.of(OrderStatus.PLACED, OrderStatus.CONFIRMED, OrderStatus.CANCELLED));
    }

    private static Order after(Try move, Order order) {
        try {
            return Moves.move(order, move.to(), move.now());
        } catch (IllegalStatusChange _) {
            return order;
        }
    }

    @Provide
    Arbitrary<List<Try>> tries() {
        Arbitrary<OrderStatus> to =
                Arbitraries.of(OrderStatus.CONFIRMED, OrderStatus.REJECTED, OrderStatus.CANCELLED);
        Arbitrary<Instant> now = Arbitraries.longs().between(-5_000, 60_000).map(NOON::plusMillis);
        return Combinators.combine(to, now).as(Try::new).list().ofMaxSize(12);
    }
}
