package io.everstore.local.node;

import io.everstore.local.probe.Await;
import io.everstore.local.probe.Http;
import io.everstore.local.process.ProcessTree;
import io.everstore.local.topology.Home;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kafka.tools.StorageTool;

/**
 * Runs one broker once, when the module is packaged, so that the JVM writes an AOT cache: three
 * brokers then start with half the CPU. Without the cache everything works, more slowly.
 */
final class TrainKafka {

    private TrainKafka() {}

    /** Argument: the checkout. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Home home =
                new Home(Files.createTempDirectory("everstore-training"), Path.of(arguments[0]));
        int port = freePort();
        Path properties = home.root().resolve("server.properties");
        Files.writeString(
                properties,
                """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                """
                        .formatted(port, freePort(), home.root().resolve("log")));
        String[] format = {"format", "-t", Kafka.CLUSTER_ID, "-c", properties.toString()};
        StorageTool.execute(format, System.out);
        List<String> command =
                Kafka.java(
                        List.of(
                                "-Xms64m",
                                "-Xmx256m",
                                "-XX:AOTCacheOutput=" + home.brokerAotCache(),
                                "-Xlog:disable"),
                        home.brokerClassPath(),
                        "kafka.Kafka",
                        List.of(properties.toString()));
        Process broker =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(home.root().resolve("broker.log").toFile())
                        .start();
        boolean isUp =
                Await.until(
                        () -> Http.accepts(port), Duration.ofMinutes(2), Duration.ofMillis(100));
        ProcessTree.signalOne(broker.toHandle(), "TERM");
        int exitCode = broker.waitFor();
        System.out.printf(
                "Kafka trained: %s, exit code %d%n",
                isUp ? "it started" : "it did not start", exitCode);
        Home.delete(home.root());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
