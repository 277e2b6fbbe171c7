package io.everstore.chaos.targets.compose;

import io.everstore.local.control.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The {@code docker} command line, which knows where its engine is (context, {@code DOCKER_HOST})
 * and needs no library.
 *
 * @param program another one in tests
 */
record Docker(String program) {

    private static final int NOT_RUNNING = 3;
    private static final int FAILED = 1;

    /**
     * The one on the path, of which the engine answers.
     *
     * @throws CommandFailed with what to do if there is none
     */
    static Docker require() {
        Docker docker = new Docker("docker");
        try {
            docker.run("version", "--format", "{{.Server.Version}}");
            return docker;
        } catch (UncheckedIOException e) {
            throw notRunning("there is no program 'docker' on the path");
        } catch (CommandFailed e) {
            throw notRunning(String.valueOf(e.getMessage()));
        }
    }

    static CommandFailed notRunning(String why) {
        return new CommandFailed(
                NOT_RUNNING,
                "Everstore does not run in Docker (%s); start it with: docker compose up -d --wait"
                        .formatted(why));
    }

    /**
     * What it prints.
     *
     * @throws CommandFailed with what it says if it fails
     */
    String run(List<String> arguments) {
        Process process = open(arguments, ProcessBuilder.Redirect.PIPE);
        // Both are read at once: a full pipe would stop it.
        var complaint = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String output = text(process.getInputStream());
        try {
            if (process.waitFor() != 0) {
                throw new CommandFailed(
                        FAILED,
                        "docker %s: %s".formatted(arguments.getFirst(), complaint.join().strip()));
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw new CommandFailed(FAILED, "interrupted");
        }
    }

    String run(String... arguments) {
        return run(List.of(arguments));
    }

    /** One that goes on, and is the caller's to end. */
    Process open(List<String> arguments, ProcessBuilder.Redirect complaints) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command).redirectError(complaints).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + program, e);
        }
    }

    private static String text(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
