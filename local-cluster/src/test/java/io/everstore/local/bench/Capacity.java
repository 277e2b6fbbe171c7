package io.everstore.local.bench;

import io.everstore.local.replay.OpenLoop;
import java.time.Duration;

/** How many requests a second the shop carries on this machine, the generator included. */
final class Capacity {

    private static final double FIRST = 60;
    private static final double STEP = 1.25;
    private static final double MOST = 4000;
    private static final Duration EACH = Duration.ofSeconds(8);

    /** Beyond this a queue grows somewhere. */
    private static final double SLOW_MILLIS = 250;

    private Capacity() {}

    /** Raises the rate until the shop fails or gets slow; the last rate that it carried. */
    static double measure(Visitors visitors, Report report) {
        double carried = 0;
        for (double rate = FIRST; rate < MOST; rate *= STEP) {
            Figures figures = at(rate, visitors);
            boolean isCarried = figures.failed() == 0 && figures.p99() <= SLOW_MILLIS;
            report.note("%.0f requests/s: %s".formatted(rate, figures.text()));
            if (!isCarried) {
                break;
            }
            carried = rate;
        }
        return carried;
    }

    private static Figures at(double rate, Visitors visitors) {
        try (OpenLoop _ = visitors.come(rate)) {
            long from = BenchedShop.after(Duration.ofSeconds(2));
            return visitors.recording().figures(from, BenchedShop.after(EACH));
        }
    }
}
