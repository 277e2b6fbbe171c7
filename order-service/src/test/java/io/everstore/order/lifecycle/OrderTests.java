package io.everstore.order.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.order.pricing.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrderTests {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");

    private static final Order PLACED =
            Order.place(
                    new UUID(0, 1),
                    "alice",
                    List.of(line("85123A", 3, "2.55"), line("22423", 1, "12.75")),
                    NOON);

    @Test
    void startsAsPlacedWithTheSumOfItsLines() {
        assertThat(PLACED.status()).isEqualTo(OrderStatus.PLACED);
        assertThat(PLACED.total()).isEqualTo(gbp("20.40"));
        assertThat(PLACED.placedAt()).isEqualTo("2026-11-21T12:00:00.123456Z");
    }

    /** Every pair of states, so that a new state has to take its place in this table. */
    @ParameterizedTest
    @CsvSource({
        "PLACED,    CONFIRMED, legal",
        "PLACED,    REJECTED,  legal",
        "CONFIRMED, CONFIRMED, illegal",
        "CONFIRMED, REJECTED,  illegal",
        "REJECTED,  CONFIRMED, illegal",
        "REJECTED,  REJECTED,  illegal",
    })
    void movesOnlyAsItsJavadocSays(OrderStatus from, OrderStatus to, String verdict) {
        Order order = in(from);

        if (verdict.equals("legal")) {
            assertThat(move(order, to).status()).isEqualTo(to);
        } else {
            assertThatThrownBy(() -> move(order, to))
                    .isInstanceOf(IllegalStatusChange.class)
                    .hasMessageContaining(from + " and does not become " + to);
        }
    }

    @Test
    void hasARowForEveryPairOfStates() {
        // PLACED is where an order begins: there is no move to it, hence one column less.
        assertThat(OrderStatus.values().length * (OrderStatus.values().length - 1)).isEqualTo(6);
    }

    @Test
    void keepsTheReasonOfARejection() {
        Order rejected = PLACED.reject("OUT_OF_STOCK", NOON.plusSeconds(1));

        assertThat(rejected.reason()).isEqualTo("OUT_OF_STOCK");
        assertThat(rejected.updatedAt()).isAfter(rejected.placedAt());
    }

    @Test
    void doesNotChangeBeforeItWasPlacedWhenAnotherClockIsBehind() {
        Order confirmed = PLACED.confirm(NOON.minusSeconds(5));

        assertThat(confirmed.updatedAt()).isEqualTo(PLACED.placedAt());
    }

    @ParameterizedTest
    @MethodSource
    void cannotContradictItself(Runnable contradiction) {
        assertThatThrownBy(contradiction::run).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Runnable> cannotContradictItself() {
        return Stream.of(
                () -> Order.place(new UUID(0, 1), "alice", List.of(), NOON),
                () -> with(OrderStatus.PLACED, null, gbp("1.00")),
                () -> with(OrderStatus.REJECTED, null, PLACED.total()),
                () -> with(OrderStatus.CONFIRMED, "OUT_OF_STOCK", PLACED.total()));
    }

    private static Order in(OrderStatus status) {
        return switch (status) {
            case PLACED -> PLACED;
            case CONFIRMED -> PLACED.confirm(NOON);
            case REJECTED -> PLACED.reject("OUT_OF_STOCK", NOON);
        };
    }

    private static Order move(Order order, OrderStatus to) {
        return switch (to) {
            case PLACED -> throw new IllegalArgumentException("no order moves back to PLACED");
            case CONFIRMED -> order.confirm(NOON);
            case REJECTED -> order.reject("OUT_OF_STOCK", NOON);
        };
    }

    private static Order with(OrderStatus status, String reason, Money total) {
        return new Order(PLACED.id(), "alice", status, reason, PLACED.lines(), total, NOON, NOON);
    }

    private static OrderLine line(String sku, int quantity, String price) {
        return new OrderLine(sku, "Name of " + sku, quantity, gbp(price));
    }

    private static Money gbp(String amount) {
        return new Money(new BigDecimal(amount), "GBP");
    }
}
