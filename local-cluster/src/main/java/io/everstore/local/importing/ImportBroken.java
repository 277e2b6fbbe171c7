package io.everstore.local.importing;

import io.everstore.local.importing.shop.Problem;
import java.time.Duration;

/** The import cannot go on; nothing of it has been loaded unless the message says otherwise. */
public final class ImportBroken extends RuntimeException {

    private ImportBroken(String message) {
        super(message);
    }

    static ImportBroken byRefusal(String step, Problem problem) {
        return new ImportBroken("The shop refused to %s: %s".formatted(step, problem));
    }

    static ImportBroken afterWaiting(String step, Duration patience, String last) {
        return new ImportBroken(
                "The shop did not %s within %d s; the last try said: %s."
                        .formatted(step, patience.toSeconds(), last));
    }

    static ImportBroken byUser() {
        return new ImportBroken("Interrupted.");
    }
}
