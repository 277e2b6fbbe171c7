package io.everstore.order;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The processes of the tests' PostgreSQL: the kernel takes connections for those that stand. */
public final class PostgresProcesses {

    private static final ProcessHandle HEAD = head();

    private PostgresProcesses() {}

    /** None of them does anything any more, and nothing ends. */
    public static void stop() {
        signal("STOP");
    }

    /** They go on as if nothing had been. */
    public static void goOn() {
        signal("CONT");
    }

    private static void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        Stream.concat(Stream.of(HEAD), HEAD.descendants())
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add);
        try {
            // Its exit code says nothing: one of them may have ended meanwhile.
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("no " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static ProcessHandle head() {
        long pid =
                Backends.database()
                        .sql(
                                "select split_part(pg_read_file('postmaster.pid'), chr(10), 1)::bigint")
                        .query(Long.class)
                        .single();
        return ProcessHandle.of(pid).orElseThrow();
    }
}
