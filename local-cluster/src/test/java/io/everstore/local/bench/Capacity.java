package io.everstore.local.bench;

import io.everstore.local.replay.OpenLoop;
import java.time.Duration;

/** How many requests a second the shop carries on this machine, the generator included. */
final class Capacity {

    private static final double FIRST = 40;
    private static final double STEP = 1.25;

    /** A checkpoint or a compiler at the wrong moment is not the shop's limit. */
    private static final int TRIES = 2;

    private static final double MOST = 4000;
    private static final Duration EACH = Duration.ofSeconds(8);

    /** Beyond this a queue grows somewhere. */
    private static final double SLOW_MILLIS = 250;

    private Capacity() {}

    /** Raises the rate until the shop fails or gets slow; the last rate that it carried. */
    static double measure(Visitors visitors, Report report) {
        double carried = 0;
        for (double rate = FIRST; rate < MOST; rate *= STEP) {
            if (!isCarried(rate, visitors, report)) {
                break;
            }
            carried = rate;
        }
        return carried;
    }

    private static boolean isCarried(double rate, Visitors visitors, Report report) {
        boolean isCarried = false;
        for (int i = 0; i < TRIES && !isCarried; i++) {
            Figures figures = at(rate, visitors);
            isCarried = figures.failed() == 0 && figures.p99() <= SLOW_MILLIS;
            report.note("%.0f requests/s: %s".formatted(rate, figures.text()));
        }
        return isCarried;
    }

    private static Figures at(double rate, Visitors visitors) {
        try (OpenLoop _ = visitors.come(rate)) {
            long from = BenchedShop.after(Duration.ofSeconds(2));
            return visitors.recording().figures(from, BenchedShop.after(EACH));
        }
    }
}
