package io.everstore.local.drift;

import java.time.Duration;

/** The shop cannot be asked, so nothing is known about its stock. */
final class NotCompared extends RuntimeException {

    private NotCompared(String message) {
        super(message);
    }

    static NotCompared byRefusal(String why) {
        return new NotCompared("The shop refused to compare its stock: " + why);
    }

    static NotCompared afterWaiting(Duration patience, String last) {
        return new NotCompared(
                "The shop did not compare its stock within %d s; the last try said: %s. Is it running? ./everstore status tells."
                        .formatted(patience.toSeconds(), last));
    }

    static NotCompared byUser() {
        return new NotCompared("Interrupted.");
    }
}
