package io.everstore.local.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * Orders under any schedule: events arrive in any order, late, again, or in a process that dies;
 * customers cancel, reservations expire and orders time out in between. A schedule that fails is
 * printed with its seed, made as short as possible, and tried first the next time.
 */
class SagaTests {

    private static final int PRODUCTS = 3;
    private static final int PIECES = 6;

    private static Saga saga;

    @BeforeContainer
    static void open() throws IOException {
        saga = new Saga(Path.of("").toAbsolutePath().getParent());
    }

    @AfterContainer
    static void close() throws IOException {
        saga.close();
    }

    @Property(tries = 100)
    void everyOrderIsSettledAndTheStockAddsUp(@ForAll("schedules") List<Step> schedule) {
        saga.begin(PRODUCTS, PIECES);
        for (Step step : schedule) {
            saga.happens(step);
            assertNothingIsWrongYet();
        }

        saga.settle();

        assertNothingIsWrongYet();
        assertThat(saga.placed()).allSatisfy(SagaTests::assertSettled);
        countTheEnds();
        assertTheStockAddsUp();
    }

    /** The control: without them a repeated event has a second effect, and that is seen. */
    @Example
    void anEffectThatIsDoubledWithoutInboxAndStatesIsNoticed() {
        saga.begin(PRODUCTS, PIECES);
        saga.happens(new Step(Step.Kind.PLACE, 0));
        saga.happens(new Step(Step.Kind.DELIVER, 0));
        saga.forgetWhatArrivedAtTheCatalog();

        saga.happens(new Step(Step.Kind.REPEAT, 0));
        saga.settle();

        assertThat(saga.skus())
                .allSatisfy(
                        sku ->
                                assertThat(saga.stockOf(sku))
                                        .isEqualTo(PIECES - 2 * saga.confirmedOf(sku)));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(SagaTests::assertTheStockAddsUp);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(SagaTests::assertNothingIsWrongYet);
    }

    private static void assertTheStockAddsUp() {
        assertThat(saga.skus())
                .allSatisfy(
                        sku ->
                                assertThat(saga.stockOf(sku))
                                        .isEqualTo(PIECES - saga.confirmedOf(sku)));
    }

    /**
     * A schedule that never gets anywhere would prove nothing: all four ends have to be reached.
     */
    private static void countTheEnds() {
        saga.placed()
                .forEach(
                        id ->
                                Statistics.label("ends")
                                        .collect(saga.statusOf(id), saga.reservationOf(id)));
        Statistics.label("ends")
                .coverage(
                        ends -> {
                            ends.check("CONFIRMED", "SETTLED").count(n -> n > 0);
                            ends.check("CANCELLED", "RELEASED").count(n -> n > 0);
                            ends.check("REJECTED", "RELEASED").count(n -> n > 0);
                            ends.check("REJECTED", "REFUSED").count(n -> n > 0);
                        });
    }

    private static void assertNothingIsWrongYet() {
        assertThat(saga.driftingSkus()).as("drift").isZero();
        assertThat(saga.skus()).allSatisfy(sku -> assertThat(saga.stockOf(sku)).isNotNegative());
        assertThat(saga.placed())
                .allSatisfy(
                        id -> {
                            if (saga.statusOf(id).equals("CONFIRMED")) {
                                assertThat(saga.reservationOf(id)).isIn("HELD", "SETTLED");
                            }
                        });
    }

    private static void assertSettled(UUID id) {
        String reservation = saga.reservationOf(id);
        switch (saga.statusOf(id)) {
            case "CONFIRMED" -> assertThat(reservation).isEqualTo("SETTLED");
            case "CANCELLED" -> assertThat(reservation).isEqualTo("RELEASED");
            case "REJECTED" -> assertThat(reservation).isIn("RELEASED", "REFUSED");
            case String other -> throw new AssertionError(id + " is still " + other);
        }
    }

    @Provide
    Arbitrary<List<Step>> schedules() {
        Arbitrary<Step.Kind> kinds =
                Arbitraries.frequency(
                        Tuple.of(4, Step.Kind.PLACE),
                        Tuple.of(8, Step.Kind.DELIVER),
                        Tuple.of(3, Step.Kind.REPEAT),
                        Tuple.of(2, Step.Kind.CRASH),
                        Tuple.of(3, Step.Kind.CANCEL),
                        Tuple.of(1, Step.Kind.EXPIRE),
                        Tuple.of(1, Step.Kind.TIME_OUT));
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 1000);
        return Combinators.combine(kinds, numbers).as(Step::new).list().ofMaxSize(60);
    }
}
