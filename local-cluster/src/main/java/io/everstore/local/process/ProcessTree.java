package io.everstore.local.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Signals for a process and everything below it. */
public final class ProcessTree {

    private ProcessTree() {}

    /** SIGKILL: the process first, so that it starts no further children, then the rest. */
    public static void kill(ProcessHandle process) {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        await(process, 5);
    }

    /** Sends a signal (STOP, CONT, INT, TERM, HUP) to the process and everything below it. */
    public static void signal(ProcessHandle process, String signal) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        command.add(Long.toString(process.pid()));
        process.descendants().forEach(p -> command.add(Long.toString(p.pid())));
        run(command);
    }

    /** Sends a signal to the one process only. */
    public static void signalOne(ProcessHandle process, String signal) {
        run(List.of("kill", "-" + signal, Long.toString(process.pid())));
    }

    /** Waits for the end of a process; false when it is still there after the limit. */
    public static boolean await(ProcessHandle process, long seconds) {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return !process.isAlive();
        }
    }

    /** Whether it is frozen by SIGSTOP. */
    public static boolean isStopped(ProcessHandle process) {
        return Proc.state(process.pid()).orElse('?') == 'T';
    }

    /** Resident memory of the process and everything below it, in MiB, some seconds ago. */
    public static long residentMiB(ProcessHandle process) {
        return ProcessSizes.of(process);
    }

    private static void run(List<String> command) {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(2, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
