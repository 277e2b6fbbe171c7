package io.everstore.chaos.targets.compose;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell in a container of its own, beside those of the shop. Its input is held by this process:
 * when this ends, however it ends, so does the shell, and nothing of it is left. That it is there
 * already makes a fault happen within milliseconds of its order.
 */
final class Sidecar implements AutoCloseable {

    private static final String DONE = "sidecar: ";

    private final Process shell;
    private final BufferedReader output;
    private final Writer input;

    private Sidecar(Process shell) {
        this.shell = shell;
        this.output = shell.inputReader();
        this.input = shell.outputWriter();
    }

    /**
     * Starts one; returns when it answers.
     *
     * @param image one that is here already
     * @param options of {@code docker run}: what it may see and do
     */
    static Sidecar open(Docker docker, String image, String... options) {
        List<String> command = new ArrayList<>(List.of("run", "--rm", "--interactive"));
        command.addAll(List.of("--pull", "never", "--user", "0", "--entrypoint", "sh"));
        command.addAll(List.of(options));
        command.add(image);
        Sidecar sidecar = new Sidecar(docker.open(command, ProcessBuilder.Redirect.INHERIT));
        sidecar.run("exec 2>&1");
        return sidecar;
    }

    /**
     * Returns when it is done.
     *
     * @throws IllegalStateException with what the command says if it fails
     */
    synchronized void run(String command) {
        try {
            input.write("%s; echo \"%s$?\"%n".formatted(command, DONE));
            input.flush();
            StringBuilder said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(DONE + "0")) {
                    return;
                } else if (line.startsWith(DONE)) {
                    break;
                }
                said.append(line).append(' ');
            }
            throw new IllegalStateException("'%s' failed: %s".formatted(command, said));
        } catch (IOException e) {
            throw new UncheckedIOException("the sidecar does not answer", e);
        }
    }

    @Override
    public void close() {
        try {
            input.close();
            shell.waitFor();
        } catch (IOException e) {
            shell.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            shell.destroy();
        }
    }
}
