package io.everstore.local.deadletters;

import java.time.Duration;

/** A duration in the one unit that matters. */
final class Age {

    private Age() {}

    static String of(Duration age) {
        if (age.toDays() > 1) {
            return age.toDays() + " days";
        }
        if (age.toHours() > 1) {
            return age.toHours() + " h";
        }
        return age.toMinutes() > 1 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }
}
