package io.everstore.catalog.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.Limit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How the limit moves, in a time of its own. */
class AdmissionTests {

    private static final int MOST = 600;
    private static final int LEAST = 50;

    /** Requests per second that the instance of these tests can answer. */
    private static final int CAPACITY = 800;

    /** How long an answer takes if there is no other. */
    private static final Duration ALONE = Duration.ofMillis(5);

    private final Limit limit = Admission.limit(new AdmissionSettings(MOST, LEAST));
    private long now = Duration.ofHours(1).toNanos();

    @Test
    void refusesNobodyWhileAColdInstanceWarmsUpUnderFullLoad() {
        for (int millis = 1_000; millis > 10; millis = millis * 9 / 10) {
            window(Duration.ofMillis(millis), MOST - 100);
            assertThat(limit.getLimit()).isEqualTo(MOST);
        }
    }

    @Test
    void refusesNobodyForAShortRush() {
        quietly(Duration.ofMinutes(1));

        window(Duration.ofMillis(200), MOST / 3);
        window(Duration.ofMillis(400), MOST / 3);

        assertThat(limit.getLimit()).isEqualTo(MOST);
    }

    @Test
    void fallsToWhatCanBeAnsweredSoonWithinAFewSecondsOfOverload() {
        quietly(Duration.ofMinutes(1));

        overloaded(Duration.ofSeconds(3));

        assertThat(limit.getLimit()).isLessThanOrEqualTo(2 * LEAST);
    }

    @Test
    void staysThereHoweverLongTheOverloadLasts() {
        quietly(Duration.ofMinutes(1));

        overloaded(Duration.ofMinutes(3));

        assertThat(limit.getLimit()).isBetween(LEAST, 3 * LEAST);
    }

    @Test
    void risesAgainWhenAnswersAreFastAndMoreAreWanted() {
        quietly(Duration.ofMinutes(1));
        overloaded(Duration.ofSeconds(10));
        int low = limit.getLimit();

        for (int i = 0; i < 40; i++) {
            window(ALONE, limit.getLimit());
        }

        assertThat(limit.getLimit()).isGreaterThan(4 * low);
    }

    private void quietly(Duration time) {
        for (long i = windows(time); i > 0; i--) {
            window(ALONE.plusMillis(1), 5);
        }
    }

    /** As many requests are in progress as are let in, so each waits for all before it. */
    private void overloaded(Duration time) {
        for (long i = windows(time); i > 0; i--) {
            Duration queue = Duration.ofMillis(1_000L * limit.getLimit() / CAPACITY);
            window(ALONE.plus(queue), limit.getLimit());
        }
    }

    private static long windows(Duration time) {
        return time.toMillis() / Admission.WINDOW_MILLIS;
    }

    private void window(Duration answer, int inProgress) {
        for (int i = 0; i < 20; i++) {
            now += Duration.ofMillis(Admission.WINDOW_MILLIS).toNanos() / 20 + 1;
            limit.onSample(now - answer.toNanos(), answer.toNanos(), inProgress, false);
        }
    }
}
