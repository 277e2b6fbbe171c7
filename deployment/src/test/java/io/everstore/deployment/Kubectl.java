package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The program that renders overlays. Without it nothing can be said of them, and tests are skipped.
 */
final class Kubectl {

    private Kubectl() {}

    static String kustomize(String directory) {
        boolean isThere =
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
        assumeTrue(isThere, "SKIPPED: there is no kubectl (1.30 or newer) to render with");
        try {
            Process process =
                    new ProcessBuilder("kubectl", "kustomize", directory)
                            .directory(Checkout.ROOT.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("exit code of kubectl kustomize %s", directory)
                    .isZero();
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kubectl", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl renders", e);
        }
    }
}
