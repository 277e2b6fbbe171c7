package io.everstore.local.node;

import io.everstore.local.certificates.NodeFiles;
import io.everstore.local.probe.Http;
import io.everstore.local.process.ChildProcesses;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shop's own services, from their packaged applications. */
final class Services {

    /**
     * The same flags as in the training run of the AOT cache (root POM): another GC would refuse
     * it.
     */
    private static final List<String> FLAGS =
            List.of(
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    // Names of failed-over nodes must not be remembered for long, misses least of
                    // all.
                    "-Dsun.net.inetaddr.ttl=5",
                    "-Dsun.net.inetaddr.negative.ttl=1",
                    "-Dspring.aot.enabled=true");

    private static final Duration LIVENESS_LIMIT = Duration.ofSeconds(1);

    /**
     * Requests of browsers in progress at each gateway, for each processor; the limit may fall to
     * that for one. More of them only take the processors from each other: at 150 % offered load
     * and with 12 on two cores as many fresh pages were served as at the peak, with 24 it was half.
     */
    private static final int BROWSING = 6;

    /**
     * Requests of checkouts in progress at each gateway, for each processor. With two gateways and
     * two processors 32 are: all that come in the second and a half that a failover may take, if
     * these are some twenty a second, and the next hundred wait. Without a limit, 25 orders/s were
     * seen to keep a cold shop from ever answering half of them, which carried 38/s when warm; with
     * it a fifth failed.
     */
    private static final int CHECKOUTS = 8;

    /** What that limit may fall to, for each processor. */
    private static final int LEAST_CHECKOUTS = 1;

    private final Topology topology;
    private final Home home;
    private final Transport transport;

    Services(Topology topology, Home home, Transport transport) {
        this.topology = topology;
        this.home = home;
        this.transport = transport;
    }

    Blueprint service(NodeSpec spec) {
        return new Blueprint(
                spec,
                () -> command(spec),
                () -> Http.ok(transport, spec.port(), "/readyz", LIVENESS_LIMIT),
                () -> Optional.of("active"),
                Duration.ofMillis(500),
                Duration.ofSeconds(20),
                false,
                Duration.ofSeconds(25));
    }

    private static String module(Tier tier) {
        return tier.label() + "-service";
    }

    private Path jar(Tier tier) {
        Path jar = home.application(module(tier)).resolve(module(tier) + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    "not packaged: " + jar + " (run ./mvnw -DskipTests package)");
        }
        return jar;
    }

    private ChildProcesses.Command command(NodeSpec spec) {
        Path jar = jar(spec.tier());
        List<String> line = new ArrayList<>(List.of(java()));
        line.addAll(FLAGS);
        Path cache = jar.resolveSibling(module(spec.tier()) + ".aot");
        if (Files.exists(cache)) {
            line.add("-XX:AOTCache=" + cache);
        }
        line.addAll(List.of("-jar", jar.toString()));
        return new ChildProcesses.Command(
                spec.name(),
                line,
                Home.privateDirectory(home.data(spec.name())),
                home.log(spec.name()),
                environment(spec.name(), Integer.toString(spec.port())),
                false);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private Map<String, String> environment(String node, String port) {
        Map<String, String> environment = new HashMap<>();
        environment.put("EVERSTORE_NODE", node);
        environment.put("EVERSTORE_SECRETS", home.secrets().toString());
        environment.put("SERVER_PORT", port);
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        // The edge, which says where a request came from.
        environment.put("EVERSTORE_TRUSTED_PROXIES", "127\\.0\\.0\\.1");
        // All tiers share this machine: it is busy with fewer requests than a gateway alone would
        // be.
        environment.put("EVERSTORE_SHEDDING_BROWSING", Integer.toString(BROWSING * processors()));
        environment.put("EVERSTORE_SHEDDING_LEAST", Integer.toString(BROWSING));
        environment.put("EVERSTORE_SHEDDING_CHECKOUTS", Integer.toString(CHECKOUTS * processors()));
        environment.put(
                "EVERSTORE_SHEDDING_LEASTCHECKOUTS",
                Integer.toString(LEAST_CHECKOUTS * processors()));
        environment.put("SPRING_PROFILES_ACTIVE", "demo");
        transport.files(node).ifPresent(files -> overTls(environment, files));
        environment.put("POSTGRES_HOSTS", topology.addresses(Tier.POSTGRES));
        environment.put("REDIS_SENTINELS", topology.addresses(Tier.SENTINEL));
        environment.put("KAFKA_BOOTSTRAP", topology.addresses(Tier.KAFKA));
        environment.put("CATALOG_INSTANCES", topology.addresses(Tier.CATALOG));
        environment.put("ORDER_INSTANCES", topology.addresses(Tier.ORDER));
        return environment;
    }

    private static void overTls(Map<String, String> environment, NodeFiles files) {
        environment.put("SPRING_PROFILES_ACTIVE", "demo,tls");
        environment.put("EVERSTORE_CERTIFICATES", files.directory().toString());
    }

    /** Runs the migration job of a service to its end: services themselves only validate. */
    void migrate(Tier tier, ChildProcesses processes) {
        String job = tier.label() + "-migration";
        Path log = home.log(job);
        String mainClass = "io.everstore." + tier.label() + ".MigrateDatabase";
        Process migration =
                processes.start(
                        new ChildProcesses.Command(
                                job,
                                List.of(
                                        java(),
                                        "-Xmx128m",
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        jar(tier).toString(),
                                        mainClass),
                                home.root(),
                                log,
                                environment(job, "0"),
                                false));
        try {
            if (migration.waitFor() != 0) {
                throw new IllegalStateException(
                        "the " + tier.label() + " database cannot be migrated: see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while migrating", e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
