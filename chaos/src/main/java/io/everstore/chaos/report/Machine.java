package io.everstore.chaos.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * On what it was measured, and of which state of the source.
 *
 * @param commit empty outside of a checkout
 */
public record Machine(int cores, String os, String java, String commit) {

    public static Machine here(Path checkout) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.version().toString(),
                commit(checkout));
    }

    private static String commit(Path checkout) {
        try {
            Process git =
                    new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
                            .directory(checkout.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
