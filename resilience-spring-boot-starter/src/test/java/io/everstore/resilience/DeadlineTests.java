package io.everstore.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTests {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private Duration seen = Duration.ZERO;

    @Test
    void leavesALimitAloneWithoutACallerWhoSaysHowLongHeWaits() {
        assertThat(Deadline.within(LIMIT)).isEqualTo(LIMIT);
        assertThat(Deadline.withinHalf(LIMIT)).isEqualTo(LIMIT);
    }

    @Test
    void cutsALimitToWhatIsLeft() throws Exception {
        Deadline.during(Duration.ofMillis(800), () -> seen = Deadline.within(LIMIT));

        assertThat(seen).isBetween(Duration.ofMillis(300), Duration.ofMillis(800));
    }

    @Test
    void leavesTimeForAnotherAttempt() throws Exception {
        Deadline.during(Duration.ofMillis(800), () -> seen = Deadline.withinHalf(LIMIT));

        assertThat(seen).isBetween(Duration.ofMillis(150), Duration.ofMillis(400));
    }

    @Test
    void leavesAShorterLimitAlone() throws Exception {
        Deadline.during(Duration.ofMinutes(1), () -> seen = Deadline.within(LIMIT));

        assertThat(seen).isEqualTo(LIMIT);
    }

    @Test
    void leavesNothingAfterTheEnd() throws Exception {
        Deadline.during(Duration.ZERO, () -> seen = Deadline.within(LIMIT));

        assertThat(seen).isZero();
    }

    @Test
    void countsFromTheArrival() throws Exception {
        Deadline.during(
                null,
                () -> {
                    long before = System.nanoTime();
                    await().until(() -> System.nanoTime() - before > 50_000_000);
                    seen = Deadline.withinSinceArrival(LIMIT);
                    assertThat(Deadline.within(LIMIT)).isEqualTo(LIMIT);
                    assertThat(Deadline.withinSinceArrival(Duration.ofMillis(50))).isZero();
                });

        assertThat(seen).isBetween(Duration.ofMillis(500), Duration.ofMillis(1950));
        assertThat(Deadline.withinSinceArrival(LIMIT)).isEqualTo(LIMIT);
    }

    @Test
    void countsFromTheArrivalNoLongerThanTheCallerWaits() throws Exception {
        Deadline.during(Duration.ofMillis(800), () -> seen = Deadline.withinSinceArrival(LIMIT));

        assertThat(seen).isBetween(Duration.ofMillis(300), Duration.ofMillis(800));
    }

    @Test
    void doesNotReachOtherThreads() throws Exception {
        var elsewhere = new AtomicReference<Duration>();
        Deadline.during(
                Duration.ofMillis(1),
                () -> {
                    try {
                        Thread.ofVirtual()
                                .start(() -> elsewhere.set(Deadline.within(LIMIT)))
                                .join();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });

        assertThat(elsewhere).hasValue(LIMIT);
    }

    @Test
    void letsFailuresThrough() {
        assertThatExceptionOfType(ServletException.class)
                .isThrownBy(
                        () ->
                                Deadline.during(
                                        LIMIT,
                                        () -> {
                                            throw new ServletException("as thrown");
                                        }))
                .withMessage("as thrown");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-1", "1e3", "12345678", "soon", "١٢"})
    void makesNothingOfNonsense(String header) {
        assertThat(Deadline.left(header)).isNull();
    }

    @Test
    void readsMilliseconds() {
        assertThat(Deadline.left("1500")).isEqualTo(Duration.ofMillis(1500));
    }
}
