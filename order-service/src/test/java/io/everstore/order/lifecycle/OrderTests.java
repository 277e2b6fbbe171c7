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

    /** Every status with every move, so that a new one of either has to take its place here. */
    @ParameterizedTest
    @CsvSource({
        "PLACED,    CONFIRMED, legal",
        "PLACED,    REJECTED,  legal",
        "PLACED,    CANCELLED, illegal",
        "CONFIRMED, CONFIRMED, illegal",
        "CONFIRMED, REJECTED,  illegal",
        "CONFIRMED, CANCELLED, legal",
        "REJECTED,  CONFIRMED, illegal",
        "REJECTED,  REJECTED,  illegal",
        "REJECTED,  CANCELLED, illegal",
        "CANCELLED, CONFIRMED, illegal",
        "CANCELLED, REJECTED,  illegal",
        "CANCELLED, CANCELLED, illegal",
    })
    void movesOnlyAsItsJavadocSays(OrderStatus from, OrderStatus to, String verdict) {
        Order order = Moves.orderIn(from);

        if (verdict.equals("legal")) {
            assertThat(Moves.move(order, to, NOON).status()).isEqualTo(to);
        } else {
            assertThatThrownBy(() -> Moves.move(order, to, NOON))
                    .isInstanceOf(IllegalStatusChange.class)
                    .hasMessageContaining(from + " and does not become " + to);
        }
    }

    @Test
    void hasARowForEveryStatusAndMove() {
        // No order is QUEUED, and there is no move to PLACED, where it begins.
        int statuses = OrderStatus.values().length - 1;
        assertThat(statuses * (statuses - 1)).isEqualTo(12);
    }

    @Test
    void isKeptWhenItWaitedInTheQueueInVain() {
        Order rejected =
                Order.rejectQueued(PLACED.id(), "alice", PLACED.lines(), "PRODUCT_NOT_KNOWN", NOON);

        assertThat(rejected.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(rejected.reason()).isEqualTo("PRODUCT_NOT_KNOWN");
        assertThat(rejected.total()).isEqualTo(gbp("20.40"));
    }

    @Test
    void keepsTheReasonOfARejection() {
        Order rejected = PLACED.reject("OUT_OF_STOCK", NOON.plusSeconds(1));

        assertThat(rejected.reason()).isEqualTo("OUT_OF_STOCK");
        assertThat(rejected.updatedAt()).isAfter(rejected.placedAt());
    }

    @Test
    void doesNotGoBackInTimeWhenAnotherClockIsBehind() {
        Order confirmed = PLACED.confirm(NOON.minusSeconds(5));
        Order cancelled = PLACED.confirm(NOON.plusSeconds(5)).cancel(NOON);

        assertThat(confirmed.updatedAt()).isEqualTo(PLACED.placedAt());
        assertThat(cancelled.updatedAt()).isEqualTo(PLACED.placedAt().plusSeconds(5));
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
                () -> with(OrderStatus.QUEUED, null, PLACED.total()),
                () -> with(OrderStatus.CANCELLED, "NOT_WANTED", PLACED.total()),
                () -> with(OrderStatus.REJECTED, null, PLACED.total()),
                () -> with(OrderStatus.CONFIRMED, "OUT_OF_STOCK", PLACED.total()));
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
