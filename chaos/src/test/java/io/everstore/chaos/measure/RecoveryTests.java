package io.everstore.chaos.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.chaos.workload.Kind;
import io.everstore.chaos.workload.Outcome;
import io.everstore.chaos.workload.Request;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When customers had again what they came for. */
class RecoveryTests {

    private static final Instant FAULT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = FAULT.plusSeconds(40);

    /** An order every 100 ms, answered at once. */
    private static List<Request> orders(LongPredicate isOk) {
        return LongStream.range(-50, 400)
                .mapToObj(
                        i ->
                                new Request(
                                        Kind.PLACE,
                                        "k" + i,
                                        FAULT.plusMillis(100 * i),
                                        1000,
                                        isOk.test(100 * i) ? Outcome.OK : Outcome.UNKNOWN,
                                        0,
                                        "",
                                        "",
                                        false,
                                        ""))
                .toList();
    }

    @Test
    void isZeroIfNobodyNoticed() {
        assertThat(Recovery.millis(orders(_ -> true), FAULT, END)).isZero();
    }

    @Test
    void isTheEndOfTheOutage() {
        assertThat(Recovery.millis(orders(t -> t < 0 || t >= 3000), FAULT, END)).isEqualTo(3000);
    }

    @Test
    void isNotOverBeforeItIsOverForGood() {
        assertThat(
                        Recovery.millis(
                                orders(t -> t < 0 || (t >= 1000 && t < 4000) || t >= 5000),
                                FAULT,
                                END))
                .isEqualTo(5000);
    }

    @Test
    void neverComesWithinTheRun() {
        assertThat(Recovery.millis(orders(t -> t < 0), FAULT, END)).isInfinite();
    }

    @Test
    void measuresTheTimeWithoutAnAcknowledgement() {
        assertThat(Recovery.writeGapMillis(orders(t -> t < 0 || t >= 3000), FAULT)).isEqualTo(3001);
    }

    @Test
    void isNoGapWhileNobodyOrders() {
        List<Request> few =
                orders(_ -> true).stream().filter(order -> order.key().endsWith("50")).toList();
        assertThat(few).hasSizeGreaterThan(3);
        assertThat(Recovery.writeGapMillis(few, FAULT)).isEqualTo(1);
    }

    @Test
    void countsAGapFromTheOrderThatWaitedAndNotFromTheOneBefore() {
        List<Request> few =
                orders(t -> t < 0 || t >= 10_000).stream()
                        .filter(order -> order.key().endsWith("50"))
                        .toList();
        assertThat(Recovery.writeGapMillis(few, FAULT)).isEqualTo(10_001);
    }
}
