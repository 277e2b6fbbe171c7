package io.everstore.local.cli;

import io.everstore.local.console.Console;
import io.everstore.local.control.ControlServer;
import io.everstore.local.control.Phase;
import io.everstore.local.node.Cluster;
import io.everstore.local.node.Events;
import io.everstore.local.node.NodeNotReady;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The process that owns all others: starts the cluster, listens, and stops it when told to. */
final class Launcher {

    /** How much of a log helps to see why a node did not start. */
    private static final int LOG_LINES = 20;

    private final Home home;
    private final Topology topology;
    private final Transport transport;
    private final Events events;
    private final PrintStream log;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Phase phase = Phase.STARTING;
    private volatile int exitCode;

    /**
     * Prepares a start.
     *
     * @param transport what all nodes are to speak
     */
    Launcher(Home home, Topology topology, Transport transport) {
        this.home = home;
        this.topology = topology;
        this.transport = transport;
        try {
            Home.privateDirectory(home.root());
            Home.privateDirectory(home.run());
            Home.delete(home.logs());
            Home.privateDirectory(home.logs());
            log =
                    new PrintStream(
                            Files.newOutputStream(home.log("launcher")),
                            true,
                            StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + home.root(), e);
        }
        events =
                new Events(
                        Clock.systemUTC(), event -> log.println(event.at() + " " + event.text()));
    }

    /** Runs until it is stopped; returns the exit code. */
    int run() {
        Cluster cluster = new Cluster(topology, home, transport, events);
        Thread.ofPlatform().name("abort").daemon().start(() -> abortWhenStopped(cluster));
        Runtime.getRuntime().addShutdownHook(new Thread(this::awaitStopped, "shutdown"));
        try (var control =
                        new ControlServer(home, cluster, events, () -> phase, this::requestStop);
                var _ =
                        new Console(
                                Topology.CONSOLE_PORT,
                                transport.shop(),
                                transport,
                                home,
                                new WatchedCluster(cluster, events))) {
            try {
                cluster.start();
                long loaded =
                        new DemoCatalogue(home.run(), transport.shop(), transport).loadIfEmpty();
                if (loaded > 0) {
                    events.add("demo catalogue loaded: " + loaded + " products");
                }
                phase = Phase.READY;
                events.add("ready");
                stop.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                phase = Phase.failed(explain(e));
                e.printStackTrace(log);
                stop.await();
            } finally {
                boolean hasFailed = phase.name().equals("failed");
                phase = Phase.STOPPING;
                events.add("stopping");
                cluster.close();
                exitCode = hasFailed ? 1 : 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Transport.end(home);
            stopped.countDown();
        }
        return exitCode;
    }

    /** A stop that comes during the start must not wait for its end. */
    private void abortWhenStopped(Cluster cluster) {
        try {
            stop.await();
            cluster.abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void requestStop() {
        stop.countDown();
    }

    /** On Ctrl-C or SIGTERM: the virtual machine may end only when every child has. */
    private void awaitStopped() {
        requestStop();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String explain(RuntimeException failure) {
        String why = String.valueOf(failure.getMessage());
        return failure instanceof NodeNotReady node ? why + tail(node.log()) : why;
    }

    /** The end of a log, with its path. */
    static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
            return "\nThe last lines of " + log + ":\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return "\nIts log " + log + " cannot be read: " + e;
        }
    }
}
