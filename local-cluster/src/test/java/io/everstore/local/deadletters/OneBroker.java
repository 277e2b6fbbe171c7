package io.everstore.local.deadletters;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Time;

/** A broker in this process, with its data in a directory of the test. */
final class OneBroker implements AutoCloseable {

    private final String address;
    private final KafkaRaftServer server;

    OneBroker(Path directory) throws IOException {
        int port = freePort();
        int controller = freePort();
        address = "127.0.0.1:" + port;
        var properties = new Properties();
        properties.putAll(
                Map.of(
                        "process.roles", "broker,controller",
                        "node.id", "1",
                        "controller.quorum.voters", "1@127.0.0.1:" + controller,
                        "listeners",
                                "PLAINTEXT://%s,CONTROLLER://127.0.0.1:%d"
                                        .formatted(address, controller),
                        "controller.listener.names", "CONTROLLER",
                        "log.dirs", directory.resolve("log").toString(),
                        "offsets.topic.replication.factor", "1",
                        "offsets.topic.num.partitions", "1",
                        "auto.create.topics.enable", "false"));
        Path file = directory.resolve("server.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        String[] format = {"format", "-t", "RXZlcnN0b3JlTG9jYWwxMg", "-c", file.toString()};
        StorageTool.execute(format, new PrintStream(OutputStream.nullOutputStream()));
        server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        server.startup();
    }

    String address() {
        return address;
    }

    void createTopics(List<String> names, int partitions) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(
                            names.stream()
                                    .map(name -> new NewTopic(name, partitions, (short) 1))
                                    .toList())
                    .all()
                    .get();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
