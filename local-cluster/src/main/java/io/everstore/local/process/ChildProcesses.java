package io.everstore.local.process;

import io.everstore.local.topology.Home;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts child processes that die with the launcher, even when the launcher gets SIGKILL.
 *
 * <p>On Linux the kernel does it: each child asks for SIGKILL at its parent's death
 * (PR_SET_PDEATHSIG). That signal is tied to the <em>thread</em> that forked, not to the process,
 * so every child is forked by one thread that never ends. Where there is no such call (macOS), and
 * as a second line everywhere, a tiny shell whose standard input is a pipe held by the launcher
 * notices the end of the launcher and kills what the pid files name.
 */
public final class ChildProcesses implements AutoCloseable {

    /**
     * Waits for the launcher's end, then kills each recorded pid that is still the same process.
     */
    private static final String GUARD =
            """
            trap '' INT HUP TERM
            cat >/dev/null
            for file in "$0"/*.pid; do
              { read -r pid && read -r started; } <"$file" || continue
              [ "$(ps -o lstart= -p "$pid" 2>/dev/null)" = "$started" ] && kill -9 "$pid"
            done
            """;

    private final Path run;
    private final Privileges privileges;
    private final ExecutorService forker =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("forker").daemon().factory());
    private final OutputStream guardPipe;

    public ChildProcesses(Home home, Privileges privileges) {
        this.run = Home.privateDirectory(home.run());
        this.privileges = privileges;
        killLeftovers();
        try {
            guardPipe =
                    new ProcessBuilder("sh", "-c", GUARD, run.toString()).start().getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the orphan guard", e);
        }
    }

    /**
     * What to start.
     *
     * @param name names the pid file and the log
     * @param command program and arguments
     * @param directory working directory
     * @param log gets standard output and error, appended
     * @param environment added to the launcher's own
     * @param isPostgres whether the program refuses to run as root
     */
    public record Command(
            String name,
            List<String> command,
            Path directory,
            Path log,
            Map<String, String> environment,
            boolean isPostgres) {

        /** The same command with other values of these variables. */
        public Command with(Map<String, String> changed) {
            Map<String, String> all = new HashMap<>(environment);
            all.putAll(changed);
            return new Command(name, command, directory, log, all, isPostgres);
        }
    }

    /**
     * Starts a process and records its pid. Throws UncheckedIOException if it cannot be started.
     */
    public Process start(Command command) {
        try {
            Process process = forker.submit(() -> builder(command).start()).get();
            record(command.name(), process.pid());
            return process;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "cannot start " + command.name() + ": " + command.command().getFirst(),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting " + command.name(), e);
        }
    }

    private ProcessBuilder builder(Command command) {
        List<String> line = new ArrayList<>(privileges.prefix(command.isPostgres()));
        line.addAll(command.command());
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .directory(command.directory().toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
        builder.environment().putAll(command.environment());
        return builder;
    }

    private void record(String name, long pid) {
        try {
            Files.writeString(run.resolve(name + ".pid"), pid + "\n" + started(pid) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record the pid of " + name, e);
        }
    }

    /** The start time as ps prints it: together with the pid it names one process for ever. */
    private static String started(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "lstart=", "-p", Long.toString(pid)).start();
        return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .stripTrailing();
    }

    /** Kills what an earlier launcher may have left: only processes that it recorded itself. */
    private void killLeftovers() {
        try (var files = Files.newDirectoryStream(run, "*.pid")) {
            for (Path file : files) {
                List<String> lines = Files.readAllLines(file);
                long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst());
                if (lines.size() > 1
                        && !lines.get(1).isBlank()
                        && started(pid).equals(lines.get(1))) {
                    ProcessHandle.of(pid).ifPresent(ProcessTree::kill);
                }
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the pid files in " + run, e);
        }
    }

    /** Ends the guard; call it once every child is gone. */
    @Override
    public void close() {
        try (var files = Files.newDirectoryStream(run, "*.pid")) {
            for (Path file : files) {
                Files.delete(file);
            }
            guardPipe.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the pid files in " + run, e);
        }
        forker.shutdown();
    }
}
