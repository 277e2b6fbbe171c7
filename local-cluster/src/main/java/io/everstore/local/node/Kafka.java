package io.everstore.local.node;

import io.everstore.local.certificates.NodeFiles;
import io.everstore.local.process.ChildProcesses;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Kafka brokers in KRaft mode, each broker and controller in one process. */
final class Kafka {

    /** Any 16 bytes in base64url; the same for ever, so that kept data fits. */
    static final String CLUSTER_ID = "RXZlcnN0b3JlTG9jYWwxMg";

    private final Topology topology;
    private final Home home;
    private final KafkaAdmin admin;
    private final Transport transport;

    Kafka(Topology topology, Home home, KafkaAdmin admin, Transport transport) {
        this.topology = topology;
        this.home = home;
        this.admin = admin;
        this.transport = transport;
    }

    Blueprint broker(NodeSpec spec) {
        return new Blueprint(
                spec,
                () -> command(spec),
                () -> admin.isBroker(spec.index()),
                () -> admin.role(spec.index()),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                false,
                Duration.ofSeconds(6));
    }

    private ChildProcesses.Command command(NodeSpec spec) {
        List<String> options = new ArrayList<>(List.of("-Xms64m", "-Xmx256m"));
        if (Files.exists(home.brokerAotCache())) {
            options.add("-XX:AOTCache=" + home.brokerAotCache());
        }
        List<String> line =
                java(
                        options,
                        home.brokerClassPath(),
                        "kafka.Kafka",
                        List.of(properties(spec).toString()));
        return new ChildProcesses.Command(
                spec.name(), line, home.data(spec.name()), home.log(spec.name()), Map.of(), false);
    }

    /**
     * The same garbage collector and compiler for training and running, or the cache does not fit.
     */
    static List<String> java(
            List<String> options, String classPath, String mainClass, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-cp",
                        classPath,
                        mainClass));
        line.addAll(arguments);
        return line;
    }

    /** Gives the brokers that have no data directory yet an empty one; one JVM for all of them. */
    void format(ChildProcesses processes) {
        List<String> files = new ArrayList<>();
        for (NodeSpec spec : topology.tier(Tier.KAFKA)) {
            Path properties = properties(spec);
            if (!Files.exists(home.data(spec.name()).resolve("log/meta.properties"))) {
                files.add(properties.toString());
            }
        }
        if (files.isEmpty()) {
            return;
        }
        List<String> arguments = new ArrayList<>(List.of(CLUSTER_ID));
        arguments.addAll(files);
        Path log = home.log("kafka-format");
        Process format =
                processes.start(
                        new ChildProcesses.Command(
                                "kafka-format",
                                java(
                                        List.of("-Xmx128m"),
                                        home.classPath(),
                                        FormatKafka.class.getName(),
                                        arguments),
                                home.root(),
                                log,
                                Map.of(),
                                false));
        try {
            if (format.waitFor() != 0) {
                throw new IllegalStateException(
                        "the brokers' directories cannot be formatted: see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while formatting the brokers' directories", e);
        }
    }

    private Path properties(NodeSpec spec) {
        String voters =
                topology.tier(Tier.KAFKA).stream()
                        .map(
                                n ->
                                        n.index()
                                                + "@127.0.0.1:"
                                                + (n.port() + Topology.CONTROLLER_OFFSET))
                        .collect(Collectors.joining(","));
        Path directory = Home.privateDirectory(home.data(spec.name()));
        int copies = topology.replicationFactor();
        int inSync = topology.minInSyncReplicas();
        String text =
                """
                process.roles=broker,controller
                node.id=%1$d
                controller.quorum.voters=%2$s
                log.dirs=%3$s
                auto.create.topics.enable=false
                default.replication.factor=%4$d
                min.insync.replicas=%5$d
                offsets.topic.replication.factor=%4$d
                offsets.topic.num.partitions=6
                transaction.state.log.replication.factor=%4$d
                transaction.state.log.min.isr=%5$d
                transaction.state.log.num.partitions=3
                share.coordinator.state.topic.replication.factor=%4$d
                share.coordinator.state.topic.min.isr=%5$d
                # The default of 9 s would be the time that a lost broker's partitions are away.
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                controller.quorum.election.timeout.ms=1000
                controller.quorum.fetch.timeout.ms=2000
                controller.quorum.election.backoff.max.ms=500
                replica.lag.time.max.ms=5000
                # A lost consumer's partitions move after this; clients cannot choose less.
                group.consumer.min.session.timeout.ms=6000
                group.consumer.session.timeout.ms=6000
                group.consumer.min.heartbeat.interval.ms=1000
                group.consumer.heartbeat.interval.ms=1500
                group.initial.rebalance.delay.ms=0
                log.segment.bytes=16777216
                log.cleaner.dedupe.buffer.size=8388608
                num.network.threads=2
                num.io.threads=2
                background.threads=2
                """
                        .formatted(spec.index(), voters, directory.resolve("log"), copies, inSync);
        Path file = directory.resolve("server.properties");
        try {
            Files.writeString(file, text + listeners(spec));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file;
    }

    /**
     * For clients and other brokers, and for controllers; over TLS all of them show a certificate.
     */
    private String listeners(NodeSpec spec) {
        Optional<NodeFiles> files = transport.files(spec.name());
        String listeners =
                """
                listeners=%1$s://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
                advertised.listeners=%1$s://127.0.0.1:%2$d
                listener.security.protocol.map=%1$s:%1$s,CONTROLLER:%1$s
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=%1$s
                """
                        .formatted(
                                files.isPresent() ? "SSL" : "PLAINTEXT",
                                spec.port(),
                                spec.port() + Topology.CONTROLLER_OFFSET);
        return listeners + files.map(Kafka::identity).orElse("");
    }

    private static String identity(NodeFiles files) {
        return """
        ssl.client.auth=required
        ssl.keystore.type=PEM
        ssl.keystore.location=%s
        ssl.truststore.type=PEM
        ssl.truststore.location=%s
        """
                .formatted(files.both(), files.authority());
    }
}
