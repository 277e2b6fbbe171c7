package io.everstore.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.local.process.Proc;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HangDetectorTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Duration waited = Duration.ofHours(1);
    private final HangDetector detector = new HangDetector(LIMIT, () -> waited, at(0));

    @Test
    void callsSilenceAHangAfterTheLimit() {
        assertThat(detector.hangs(at(20))).isFalse();
        assertThat(detector.hangs(at(21))).isTrue();
    }

    @Test
    void countsFromTheLastAnswer() {
        detector.answered(at(15));

        assertThat(detector.hangs(at(30))).isFalse();
        assertThat(detector.hangs(at(36))).isTrue();
    }

    @Test
    void sparesWhatWaitsForAProcessor() {
        waited = waited.plusSeconds(15);

        assertThat(detector.hangs(at(21))).isFalse();
    }

    @Test
    void forgetsTheWaitingBeforeTheLastAnswer() {
        waited = waited.plusSeconds(15);
        detector.answered(at(19));

        assertThat(detector.hangs(at(40))).isTrue();
    }

    @Test
    void sparesNothingForEver() {
        waited = waited.plusHours(1);

        assertThat(detector.hangs(at(80))).isFalse();
        assertThat(detector.hangs(at(81))).isTrue();
    }

    /** More threads than processors, so that some of them wait. */
    @Test
    void hearsFromTheKernelHowLongThreadsWait() {
        long pid = ProcessHandle.current().pid();
        Duration before = Proc.waitedForProcessor(pid);
        var spinners = new Thread[4 * Runtime.getRuntime().availableProcessors()];
        for (int i = 0; i < spinners.length; i++) {
            spinners[i] = Thread.ofPlatform().daemon().start(HangDetectorTests::spin);
        }
        try {
            await().until(
                            () ->
                                    Proc.waitedForProcessor(pid)
                                                    .minus(before)
                                                    .compareTo(Duration.ofSeconds(1))
                                            > 0);
        } finally {
            for (Thread spinner : spinners) {
                spinner.interrupt();
            }
        }
        assertThat(Proc.waitedForProcessor(Long.MAX_VALUE)).isZero();
    }

    private static void spin() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
