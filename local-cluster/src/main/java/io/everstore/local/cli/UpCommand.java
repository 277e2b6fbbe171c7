package io.everstore.local.cli;

import io.everstore.local.control.CommandFailed;
import io.everstore.local.control.ControlClient;
import io.everstore.local.control.Phase;
import io.everstore.local.control.Status;
import io.everstore.local.node.Events;
import io.everstore.local.probe.Await;
import io.everstore.local.process.PortHolder;
import io.everstore.local.process.Privileges;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.NodeView;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the topology. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts the whole topology, waits until it is ready and prints where it is.",
        footer = {
            "",
            "Data is kept between down and up. Ports: 8080 shop, 8090 console, 8070 control,",
            "5501-5503 PostgreSQL, 6401-6403 Redis, 26401-26403 Sentinel, 9401-9403 and 9411-9413 Kafka,",
            "8101-8102 gateway, 8201-8203 catalog, 8301-8303 order.",
            "",
            "With --tls all of them speak TLS with each other, and the shop is https://localhost:8080;",
            "console and control port stay in the clear. The certificates are made on first use, and",
            "renewed when they end soon, in .everstore/certificates; ca.crt there is for your browser.",
            "The data is the same with and without it, so either may follow the other.",
            "",
            "Examples:",
            "  ./everstore up              in the foreground; Ctrl-C stops everything",
            "  ./everstore up --detach     returns when all is ready",
            "  ./everstore up --small      one of each service and one broker, about half the memory",
            "  ./everstore up --tls        everything over TLS"
        })
final class UpCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(250);

    @Option(
            names = "--detach",
            description = "Return when all is ready; ./everstore down stops it.")
    private boolean isDetached;

    @Option(names = "--small", description = "One of each service and one broker.")
    private boolean isSmall;

    @Option(
            names = "--tls",
            description = "TLS between all nodes, and https for the shop; other commands know.")
    private boolean isTls;

    @Option(names = "--daemon", hidden = true, description = "Be the detached launcher itself.")
    private boolean isDaemon;

    @Override
    public Integer call() {
        Home home = Home.locate();
        Topology topology = isSmall ? Topology.small() : Topology.standard();
        if (isDaemon) {
            return new Launcher(home, topology, transport(home)).run();
        }
        refuseSecond(home);
        refuseBusyPorts(topology);
        refuseDataOfMoreBrokers(home, topology);
        requireReachable(home);
        Transport transport = transport(home);
        System.out.printf(
                "Starting Everstore: %d nodes%s, data in %s%n",
                topology.nodes().size(), isTls ? " over TLS" : "", home.root());
        return isDetached ? detached(home) : inForeground(home, topology, transport);
    }

    private static void refuseSecond(Home home) {
        ControlClient.find(home)
                .ifPresent(
                        running -> {
                            throw new CommandFailed(
                                    1,
                                    "Everstore is already running (process %d): see ./everstore status, or stop it with ./everstore down"
                                            .formatted(running.pid()));
                        });
    }

    private static void refuseBusyPorts(Topology topology) {
        List<String> busy = new ArrayList<>();
        for (NodeSpec spec : topology.ports()) {
            if (!PortHolder.isFree(spec.port())) {
                busy.add(
                        "  port %d (%s) is held by %s"
                                .formatted(
                                        spec.port(),
                                        spec.name(),
                                        PortHolder.describe(spec.port())));
            }
        }
        if (!busy.isEmpty()) {
            throw new CommandFailed(
                    1,
                    "Nothing was started, because these ports are in use:\n"
                            + String.join("\n", busy));
        }
    }

    /** Events are spread over the brokers that there were: fewer start, and then none arrives. */
    private static void refuseDataOfMoreBrokers(Home home, Topology topology) {
        List<String> missing =
                Topology.standard().tier(Tier.KAFKA).stream()
                        .filter(broker -> !topology.tier(Tier.KAFKA).contains(broker))
                        .map(NodeSpec::name)
                        .filter(broker -> Files.isDirectory(home.data(broker)))
                        .toList();
        if (!missing.isEmpty()) {
            throw new CommandFailed(
                    1,
                    "Nothing was started, because the data in %s is also that of %s: start it without --small, or delete it with ./everstore down --purge"
                            .formatted(home.root(), String.join(" and ", missing)));
        }
    }

    private Transport transport(Home home) {
        try {
            return Transport.begin(home, isTls);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    1, "Nothing was started, for want of certificates: " + e.getMessage());
        }
    }

    private static void requireReachable(Home home) {
        try {
            Privileges.probe().requireReachable(home.root());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + home.root(), e);
        } catch (IllegalStateException e) {
            throw new CommandFailed(1, String.valueOf(e.getMessage()));
        }
    }

    private int detached(Home home) {
        Process daemon = startDaemon(home);
        Progress progress = new Progress(System.out);
        Optional<ControlClient> client = awaitReady(home, progress, daemon::isAlive);
        if (client.isEmpty()) {
            throw new CommandFailed(1, "The launcher ended." + Launcher.tail(home.log("launcher")));
        }
        Phase phase = client.get().phase();
        if (!phase.isReady()) {
            client.get().stop();
            Await.until(() -> !daemon.isAlive(), Duration.ofSeconds(60), LOOK);
            throw new CommandFailed(1, phase.detail());
        }
        announce(progress, client.get().status());
        System.out.println("Stop it with: ./everstore down");
        return 0;
    }

    /**
     * A process that no Ctrl-C in this terminal reaches: ignored signals stay ignored over exec.
     */
    private Process startDaemon(Home home) {
        Home.privateDirectory(home.root());
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\""));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-Deverstore.checkout=" + home.checkout(),
                        "-cp",
                        home.classPath(),
                        Everstore.class.getName(),
                        "up",
                        "--daemon"));
        if (isSmall) {
            command.add("--small");
        }
        if (isTls) {
            command.add("--tls");
        }
        try {
            return new ProcessBuilder(command)
                    .directory(home.checkout().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(home.root().resolve("launcher.out").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the launcher", e);
        }
    }

    private static Optional<ControlClient> awaitReady(
            Home home, Progress progress, BooleanSupplier isAlive) {
        Optional<ControlClient> client = Optional.empty();
        while (isAlive.getAsBoolean()) {
            client = client.or(() -> ControlClient.find(home));
            if (client.isPresent()) {
                if (!client.get().phase().isStarting()) {
                    progress.end();
                    return client;
                }
                progress.show(client.get().status().nodes());
            }
            if (!Await.pause(LOOK)) {
                return Optional.empty();
            }
        }
        progress.end();
        return Optional.empty();
    }

    private static void announce(Progress progress, Status status) {
        System.out.printf(
                "Ready after %.1f s: %d nodes, %.1f GiB resident.%n",
                progress.seconds(), status.nodes().size(), status.totalMiB() / 1024.0);
        System.out.printf(
                "%n  Shop     %s   (alice / alice-demo)%n", status.urls().get("storefront"));
        System.out.printf("  Console  %s%n", status.urls().get("console"));
        System.out.println("  Status   ./everstore status");
        System.out.println("  Break it ./everstore kill pg-1");
        System.out.println();
    }

    private int inForeground(Home home, Topology topology, Transport transport) {
        Launcher launcher = new Launcher(home, topology, transport);
        Thread thread = Thread.ofPlatform().name("launcher").start(launcher::run);
        Progress progress = new Progress(System.out);
        Optional<ControlClient> client = awaitReady(home, progress, thread::isAlive);
        if (client.isEmpty()) {
            return 1;
        }
        Phase phase = client.get().phase();
        if (!phase.isReady()) {
            launcher.requestStop();
            Await.until(() -> !thread.isAlive(), Duration.ofSeconds(60), LOOK);
            throw new CommandFailed(1, phase.detail());
        }
        announce(progress, client.get().status());
        System.out.println("Ctrl-C stops everything.");
        follow(client.get(), progress, thread);
        return 0;
    }

    /** Until the end: what happens, and a line with how things stand. */
    private static void follow(ControlClient client, Progress progress, Thread launcher) {
        List<Events.Event> past = client.events(0);
        long next = past.isEmpty() ? 0 : past.getLast().number() + 1;
        while (launcher.isAlive()) {
            try {
                List<Events.Event> events = client.events(next);
                List<NodeView> nodes = client.status().nodes();
                if (!events.isEmpty()) {
                    progress.end();
                    events.forEach(e -> System.out.println(e.at() + "  " + e.text()));
                    next = events.getLast().number() + 1;
                }
                progress.showOnTerminal(nodes);
            } catch (CommandFailed e) {
                return; // it is stopping
            }
            if (!Await.pause(Duration.ofSeconds(1))) {
                return;
            }
        }
    }
}
