package io.everstore.deployment.monitoring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.everstore.deployment.Checkout;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Prometheus' own programs, which judge its files best. */
enum Tool {
    PROMTOOL("promtool"),
    AMTOOL("prometheus-alertmanager");

    private final String debianPackage;

    Tool(String debianPackage) {
        this.debianPackage = debianPackage;
    }

    /**
     * Runs it in the checkout.
     *
     * @return what it printed, if it ended with 0
     * @throws AssertionError with what it printed, if it did not
     */
    String run(List<String> arguments) throws IOException, InterruptedException {
        String name = name().toLowerCase(Locale.ROOT);
        List<Path> found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(directory -> Path.of(directory).resolve(name))
                        .filter(Files::isExecutable)
                        .toList();
        assumeTrue(
                !found.isEmpty(),
                () ->
                        "SKIPPED: there is no %s on the PATH; Debian has it in %s"
                                .formatted(name, debianPackage));
        List<String> command = new ArrayList<>(List.of(found.getFirst().toString()));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command)
                        .directory(Checkout.ROOT.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + output);
        }
        return output;
    }
}
