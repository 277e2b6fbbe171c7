package io.everstore.local.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says that the experiments are not there yet, and what is. */
@Command(name = "chaos", description = "Experiments with a verdict: not part of this version yet.")
final class ChaosCommand implements Runnable {

    @Parameters(
            arity = "0..*",
            hidden = true,
            description = "Accepted, so that the answer is the same.")
    private List<String> ignored = new ArrayList<>();

    @Override
    public void run() {
        throw new CommandFailed(
                1,
                "The chaos runner is not part of this version yet%s. Until then: ./everstore kill pg-1, ./everstore pause redis-1, ./everstore status"
                        .formatted(
                                ignored.isEmpty()
                                        ? ""
                                        : " (asked for: " + String.join(" ", ignored) + ")"));
    }
}
