package io.everstore.catalog.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.catalog.RunningService;
import io.everstore.catalog.product.Sku;
import io.everstore.catalog.stock.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;

/** Whatever happens to an order, in whatever order, however often: nothing drifts. */
class ReservationHistoryTests extends RunningService {

    /** More than all histories of a test need together, if they give back what they owe. */
    private static final int STOCK = 40;

    @Autowired private HandleOrders orders;

    private Sku sku = new Sku("X");

    /** What can happen to an order; PLACED_TOO_LARGE finds too little. */
    private enum Step {
        PLACED,
        PLACED_TOO_LARGE,
        CONFIRMED,
        REJECTED,
        CANCELLED,
        UNKNOWN
    }

    @BeforeEach
    void aProduct() {
        sku = new Sku(product("Lantern", "Lamps", "2.50", STOCK).toUpperCase(Locale.ROOT));
    }

    @AfterEach
    void everythingAddsUp() {
        assertThat(driftingSkus()).isZero();
    }

    @Test
    void everyHistoryOfThreeStepsEndsAsTheTableSays() {
        for (Step first : Step.values()) {
            for (Step second : Step.values()) {
                for (Step third : Step.values()) {
                    play(List.of(first, second, third));
                }
            }
        }
    }

    @Test
    void longHistoriesWithRepeatedDeliveriesEndAsTheTableSays() {
        long seed = 20260301;
        Random random = new Random(seed);
        for (int history = 0; history < 60; history++) {
            List<Step> steps =
                    Stream.generate(() -> Step.values()[random.nextInt(Step.values().length)])
                            .limit(4 + random.nextInt(8))
                            .collect(Collectors.toCollection(ArrayList::new));
            play(steps);
        }
    }

    @Test
    void linesOfTheVersionBeforeAreReleasedToo() {
        UUID order = UUID.randomUUID();
        reserveAsTheVersionBefore(order, 3);
        assertThat(driftingSkus()).as("they count as settled").isZero();

        orders.heard(UUID.randomUUID(), order, OrderWord.CANCELLED);

        assertThat(stockOf(sku.value())).isEqualTo(STOCK);
        assertThat(stateOf(order)).isEqualTo("RELEASED");
    }

    @Test
    void linesOfTheVersionBeforeAreSettledAndNotReservedAgain() {
        UUID order = UUID.randomUUID();
        reserveAsTheVersionBefore(order, 3);

        orders.placed(UUID.randomUUID(), order, List.of(new Line(sku, 3)));
        orders.heard(UUID.randomUUID(), order, OrderWord.CONFIRMED);

        assertThat(stockOf(sku.value())).isEqualTo(STOCK - 3);
        assertThat(stateOf(order)).isEqualTo("SETTLED");
    }

    /** As wrong code would do it. */
    @Test
    void theDatabaseRefusesWhatTheTableDoesNotHave() {
        UUID order = UUID.randomUUID();
        orders.placed(UUID.randomUUID(), order, List.of(new Line(sku, 3)));
        orders.heard(UUID.randomUUID(), order, OrderWord.CANCELLED);
        for (String wrong :
                List.of(
                        "update order_reservation set state = 'SETTLED' where order_id = ?",
                        "delete from order_reservation where order_id = ?",
                        "update reservation set state = 'SETTLED' where order_id = ?",
                        "update reservation set quantity = 1 where order_id = ?",
                        "delete from reservation where order_id = ?")) {
            assertThatThrownBy(() -> db.sql(wrong).param(order).update())
                    .as(wrong)
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
        assertThatThrownBy(
                        () ->
                                db.sql("update stock set quantity = -1 where sku = ?")
                                        .param(sku.value())
                                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    /** Plays a history, each event twice, then lets go of what is left and compares. */
    private void play(List<Step> steps) {
        UUID order = UUID.randomUUID();
        Map<UUID, Step> sent = new HashMap<>();
        @Nullable String expected = null;
        for (Step step : steps) {
            UUID event = UUID.randomUUID();
            sent.put(event, step);
            happens(event, order, step);
            expected = next(expected, step);
            assertThat(stateOf(order)).as("%s in %s", step, steps).isEqualTo(expected);
        }
        sent.forEach((event, step) -> happens(event, order, step));
        assertThat(stateOf(order)).as("after repetition of %s", steps).isEqualTo(expected);
        boolean holds = "HELD".equals(expected) || "SETTLED".equals(expected);
        assertThat(stockOf(sku.value())).as("%s", steps).isEqualTo(holds ? STOCK - 2 : STOCK);
        orders.heard(UUID.randomUUID(), order, OrderWord.CANCELLED);
        assertThat(stockOf(sku.value())).as("%s", steps).isEqualTo(STOCK);
    }

    private void happens(UUID event, UUID order, Step step) {
        switch (step) {
            case PLACED -> orders.placed(event, order, List.of(new Line(sku, 2)));
            case PLACED_TOO_LARGE -> orders.placed(event, order, List.of(new Line(sku, 99)));
            default -> orders.heard(event, order, OrderWord.valueOf(step.name()));
        }
    }

    /** The table once more, independent of the one that is tested. */
    private static @Nullable String next(@Nullable String state, Step step) {
        boolean isEnd = step == Step.REJECTED || step == Step.CANCELLED || step == Step.UNKNOWN;
        if (state == null) {
            return switch (step) {
                case PLACED -> "HELD";
                case PLACED_TOO_LARGE -> "REFUSED";
                case CONFIRMED -> null;
                default -> "RELEASED";
            };
        }
        if (state.equals("HELD")) {
            return isEnd ? "RELEASED" : step == Step.CONFIRMED ? "SETTLED" : "HELD";
        }
        return state.equals("SETTLED") && step == Step.CANCELLED ? "RELEASED" : state;
    }

    private @Nullable String stateOf(UUID order) {
        return db.sql("select state from order_reservation where order_id = ?")
                .param(order)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private void reserveAsTheVersionBefore(UUID order, int quantity) {
        db.sql("update stock set quantity = quantity - ? where sku = ?")
                .params(quantity, sku.value())
                .update();
        db.sql("insert into reservation (order_id, sku, quantity, at) values (?, ?, ?, now())")
                .params(order, sku.value(), quantity)
                .update();
    }
}
