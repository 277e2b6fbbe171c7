package io.everstore.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a child is started so that it dies with its parent, and so that PostgreSQL, which refuses to
 * run as root, runs for root too.
 *
 * <p>For an ordinary user {@code setpriv --pdeathsig KILL} suffices. For root PostgreSQL is put
 * into a user namespace of its own ({@code unshare -U}), where it sees itself as nobody while its
 * files stay root's; where namespaces are forbidden (many containers) it really becomes nobody, and
 * its files are given to nobody. {@code su} and {@code runuser} do not do: they fork, so the death
 * signal reaches the wrapper and PostgreSQL is orphaned.
 */
public final class Privileges {

    /** A session of its own, so that a Ctrl-C in the terminal reaches the launcher only. */
    private static final List<String> DIE_WITH_PARENT =
            List.of("setsid", "setpriv", "--pdeathsig", "KILL");

    private static final String NOBODY = "65534";

    private enum Postgres {
        AS_IS,
        IN_USER_NAMESPACE,
        AS_NOBODY
    }

    private final boolean hasSetpriv;
    private final Postgres postgres;

    private Privileges(boolean hasSetpriv, Postgres postgres) {
        this.hasSetpriv = hasSetpriv;
        this.postgres = postgres;
    }

    /** Finds out by trying what this machine allows. */
    public static Privileges probe() {
        boolean setpriv = succeeds("setsid", "setpriv", "--pdeathsig", "KILL", "true");
        if (!"root".equals(System.getProperty("user.name"))) {
            return new Privileges(setpriv, Postgres.AS_IS);
        }
        boolean namespaces = setpriv && succeeds("unshare", "-U", "true");
        return new Privileges(
                setpriv, namespaces ? Postgres.IN_USER_NAMESPACE : Postgres.AS_NOBODY);
    }

    /** What to put before a command. */
    List<String> prefix(boolean isPostgres) {
        if (!hasSetpriv) {
            return List.of();
        }
        if (!isPostgres || postgres == Postgres.AS_IS) {
            return DIE_WITH_PARENT;
        }
        if (postgres == Postgres.IN_USER_NAMESPACE) {
            return List.of("setsid", "unshare", "-U", "setpriv", "--pdeathsig", "KILL");
        }
        return List.of(
                "setsid",
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--no-new-privs",
                "--pdeathsig",
                "KILL");
    }

    /** Gives a data directory to the user that PostgreSQL runs as; nothing to do for most. */
    public void handOver(Path tree) {
        if (postgres == Postgres.AS_NOBODY
                && !succeeds("chown", "-R", NOBODY + ":" + NOBODY, tree.toString())) {
            throw new IllegalStateException("cannot give " + tree + " to nobody");
        }
    }

    /** Throws if PostgreSQL could not reach its files there: a clear word before a late riddle. */
    public void requireReachable(Path home) throws IOException {
        if (postgres != Postgres.AS_NOBODY) {
            return;
        }
        Files.createDirectories(home);
        if (!succeeds(
                "setpriv", "--reuid=" + NOBODY, "--clear-groups", "test", "-x", home.toString())) {
            throw new IllegalStateException(
                    "as root without user namespaces PostgreSQL runs as nobody and cannot reach "
                            + home
                            + ": set EVERSTORE_HOME=/var/tmp/everstore, or run as an ordinary user");
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
