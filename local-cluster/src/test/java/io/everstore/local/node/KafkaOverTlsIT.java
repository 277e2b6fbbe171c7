package io.everstore.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everstore.local.certificates.Forgery;
import io.everstore.local.certificates.NodeFiles;
import io.everstore.local.process.ChildProcesses;
import io.everstore.local.process.Privileges;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real brokers, which spoke in the clear before and have no plain listener any more. */
class KafkaOverTlsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TopicPartition BEFORE = new TopicPartition("orders.events", 0);

    @TempDir static Path directory;

    private static final List<Process> running = new ArrayList<>();
    private static Home home;
    private static Topology topology;
    private static Transport transport;
    private static ChildProcesses processes;
    private static KafkaAdmin admin;

    @BeforeAll
    static void sayOneThingInTheClearAndChange() throws Exception {
        home = new Home(directory, Path.of("").toAbsolutePath().getParent());
        Files.createDirectories(home.logs());
        topology = FreePorts.three(Tier.KAFKA);
        processes = new ChildProcesses(home, Privileges.probe());
        start(false);
        admin.createTopics();
        send("said in the clear");
        stop();
        start(true);
    }

    private static void start(boolean isTls) throws IOException {
        transport = Transport.begin(home, isTls);
        admin = new KafkaAdmin(topology, transport);
        Kafka kafka = new Kafka(topology, home, admin, transport);
        kafka.format(processes);
        for (NodeSpec node : topology.nodes()) {
            running.add(processes.start(kafka.broker(node).command().get()));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> topology.nodes().stream().allMatch(n -> admin.isBroker(n.index())));
    }

    private static void stop() throws InterruptedException {
        admin.close();
        for (Process broker : running) {
            broker.destroy();
        }
        for (Process broker : running) {
            if (!broker.waitFor(20, TimeUnit.SECONDS)) {
                broker.destroyForcibly().waitFor();
            }
        }
        running.clear();
    }

    @AfterAll
    static void stopThem() throws InterruptedException {
        stop();
        processes.close();
    }

    /** Each record is on three brokers, and there is nothing but TLS between them. */
    @Test
    void replicateOverTlsWhatTheyHadInTheClear() throws Exception {
        try (Admin client = Admin.create(settings(transport))) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(
                            () ->
                                    client
                                            .describeTopics(List.of(BEFORE.topic()))
                                            .allTopicNames()
                                            .get()
                                            .get(BEFORE.topic())
                                            .partitions()
                                            .stream()
                                            .allMatch(each -> each.isr().size() == 3));
        }
        send("said over TLS");

        assertThat(read(2)).containsExactly("said in the clear", "said over TLS");
    }

    @Test
    void refuseWhoSpeaksInTheClear() {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> topics(settings(Transport.plain())))
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void refuseWhoShowsACertificateOfAnotherAuthority() {
        NodeFiles stranger =
                Forgery.OF_ANOTHER_AUTHORITY.write(
                        home.certificates(), directory.resolve("stranger"));
        Map<String, Object> shown = settings(transport);
        shown.put("ssl.keystore.location", stranger.both().toString());

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> topics(shown))
                .withCauseInstanceOf(SslAuthenticationException.class);
    }

    private static void topics(Map<String, Object> settings) throws Exception {
        try (Admin client = Admin.create(settings)) {
            client.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }

    private static Map<String, Object> settings(Transport how) {
        return how.kafka(
                topology.addresses(Tier.KAFKA),
                Map.of("default.api.timeout.ms", 5_000, "request.timeout.ms", 4_000));
    }

    private static void send(String text) throws Exception {
        Map<String, Object> settings =
                transport.kafka(topology.addresses(Tier.KAFKA), Map.of("acks", "all"));
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(BEFORE.topic(), 0, "key", text)).get();
        }
    }

    private static List<String> read(int count) {
        Map<String, Object> settings = new HashMap<>(settings(transport));
        List<String> texts = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(BEFORE));
            consumer.seekToBeginning(List.of(BEFORE));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (texts.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> texts.add(each.value()));
            }
        }
        return texts;
    }
}
