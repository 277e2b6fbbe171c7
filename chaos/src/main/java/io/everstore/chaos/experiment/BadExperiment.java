package io.everstore.chaos.experiment;

import java.nio.file.Path;

/** An experiment's file is wrong; the message says in which line, and why. */
public final class BadExperiment extends RuntimeException {

    private BadExperiment(String message) {
        super(message);
    }

    static BadExperiment at(Path file, int line, String reason) {
        return new BadExperiment("%s:%d: %s".formatted(file.getFileName(), line, reason));
    }

    static BadExperiment unknown(String name, Iterable<String> known) {
        return new BadExperiment(
                "there is no experiment '%s'; there are %s"
                        .formatted(name, String.join(", ", known)));
    }
}
