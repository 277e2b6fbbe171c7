package io.everstore.local.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the kernel knows about processes, read from {@code /proc} (Linux). On a system without it
 * every answer is empty or zero, and callers do without the second opinion.
 */
public final class Proc {

    private static final Path ROOT = Path.of("/proc");

    private Proc() {}

    public static boolean available() {
        return Files.isReadable(ROOT.resolve("self/stat"));
    }

    /** State letter of proc(5): R running, S sleeping, T stopped, Z zombie; empty when gone. */
    public static Optional<Character> state(long pid) {
        return stat(pid).map(fields -> fields.charAt(0));
    }

    /** User plus system CPU time so far, in clock ticks; 0 when gone. */
    public static long cpuTicks(long pid) {
        return stat(pid)
                .map(fields -> fields.split(" ", -1))
                .map(f -> Long.parseLong(f[11]) + Long.parseLong(f[12]))
                .orElse(0L);
    }

    /**
     * How long its threads have been ready to run and did not get a processor, together; zero when
     * gone. The second field of schedstat (kernel documentation, scheduler/sched-stats).
     */
    public static Duration waitedForProcessor(long pid) {
        long nanos = 0;
        Path threads = ROOT.resolve(Long.toString(pid)).resolve("task");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(threads)) {
            for (Path thread : entries) {
                nanos += waitedNanos(thread.resolve("schedstat"));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(nanos);
    }

    private static long waitedNanos(Path schedstat) {
        try {
            return Long.parseLong(Files.readString(schedstat).split(" ", -1)[1]);
        } catch (IOException e) {
            return 0; // the thread has ended
        }
    }

    /** The fields of /proc/PID/stat from the state on: the name before it may hold anything. */
    private static Optional<String> stat(long pid) {
        try {
            String line = Files.readString(ROOT.resolve(Long.toString(pid)).resolve("stat"));
            return Optional.of(line.substring(line.lastIndexOf(')') + 2));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Live (not zombie) processes whose working directory is this one. */
    public static List<ProcessHandle> withWorkingDirectory(Path directory) {
        List<ProcessHandle> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(ROOT, "[0-9]*")) {
            for (Path entry : entries) {
                if (directory.equals(link(entry.resolve("cwd")))) {
                    long pid = Long.parseLong(entry.getFileName().toString());
                    state(pid)
                            .filter(s -> s != 'Z' && s != 'X')
                            .flatMap(s -> ProcessHandle.of(pid))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    private static Path link(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return link; // gone meanwhile, or another user's
        }
    }

    /** Resident memory of a process in MiB, its share of shared pages counted once (PSS). */
    public static long residentMiB(long pid) {
        try {
            for (String line : Files.readAllLines(ROOT.resolve(pid + "/smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (IOException e) {
            return residentByPs(pid);
        }
        return residentByPs(pid);
    }

    private static long residentByPs(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            String out =
                    new String(
                            ps.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            return ps.waitFor(1, TimeUnit.SECONDS) && !out.isBlank()
                    ? Long.parseLong(out.strip()) / 1024
                    : 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
