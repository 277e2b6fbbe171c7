package io.everstore.local.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.importing.CommandRun;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a person calls them, against a broker. */
class DltCommandTests {

    private static OneBroker broker;
    private static KafkaProducer<String, String> producer;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        broker = new OneBroker(directory);
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.address()),
                        new StringSerializer(),
                        new StringSerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void listsWhatWaitsAndTheNewestError() throws Exception {
        topic("listed");
        bury("listed", 0, "a", "{}", "Event 1: the data is null");
        bury("listed", 2, "b", "{}", "Listener failed; nested exception is x.Malformed: no total");

        CommandRun run = dlt("list");

        assertThat(run.exitCode()).isZero();
        assertThat(line(run, "listed.dlt")).contains("      2  ").endsWith("x.Malformed: no total");
        assertThat(dlt("list", "--json").json().findValuesAsString("topic")).contains("listed.dlt");
    }

    @Test
    void showsARecordWithItsErrorAndPrettyData() throws Exception {
        topic("shown");
        bury("shown", 1, "order-7", "{\"total\":{\"amount\":\"nine\"}}", "no number");

        CommandRun run = dlt("show", "shown");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("1@0  key order-7, test.v1,", "no number", "\"amount\" : \"nine\"")
                .endsWith("1 of 1 shown\n");
        var json = dlt("show", "shown.dlt", "--json").json();
        assertThat(json.get("position").asString()).isEqualTo("1@0");
        assertThat(json.get("eventId").asString()).isEqualTo("event-order-7");
    }

    @Test
    void showsNoMoreThanAsked() throws Exception {
        topic("limited");
        for (int n = 0; n < 3; n++) {
            bury("limited", 0, "key", "x".repeat(5_000), "too long");
        }

        CommandRun run = dlt("show", "limited", "--limit", "1");

        assertThat(run.out()).contains("(3000 characters more)").endsWith("1 of 3 shown\n");
    }

    @Test
    void keepsControlCharactersOfARecordFromTheTerminal() throws Exception {
        topic("hostile");
        bury("hostile", 0, "\u001b[2Jkey", "\u001b]0;owned\u0007", "bad \u001b[31m");

        assertThat(dlt("show", "hostile").out()).doesNotContain("\u001b").doesNotContain("\u0007");
        assertThat(dlt("list").out()).doesNotContain("\u001b");
    }

    @Test
    void playsOneBackToWhereItWasAndForgetsIt() throws Exception {
        topic("single");
        bury("single", 2, "a", "first", "e");
        bury("single", 2, "b", "second", "e");

        CommandRun run = dlt("replay", "single", "--offset", "2@1", "--wait", "0");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("2@1  event event-b is now single 2@0", "1 sent, 0 came back");
        ConsumerRecord<String, String> again = read("single", 2).getFirst();
        assertThat(again.key()).isEqualTo("b");
        assertThat(again.value()).isEqualTo("second");
        assertThat(again.headers().toArray())
                .extracting(header -> header.key())
                .containsExactly("ce_id", "ce_type");
        assertThat(line(dlt("list"), "single.dlt")).contains("      1  ");
        assertThat(dlt("show", "single").out()).contains("2@0  key a").doesNotContain("2@1");
    }

    @Test
    void playsAllBackOnce() throws Exception {
        topic("all");
        bury("all", 0, "a", "1", "e");
        bury("all", 1, "b", "2", "e");
        dlt("replay", "all", "--offset", "1@0", "--wait", "0");

        assertThat(dlt("replay", "all", "--all", "--wait", "0").out()).contains("1 sent, 0 came");
        assertThat(dlt("replay", "all", "--all", "--wait", "0").out()).contains("0 sent, 0 came");

        assertThat(read("all", 0)).hasSize(1);
        assertThat(read("all", 1)).hasSize(1);
        assertThat(line(dlt("list"), "all.dlt")).contains("      0  -");
    }

    @Test
    void saysWhatCameBack() throws Exception {
        topic("stubborn");
        bury("stubborn", 0, "a", "1", "e");
        Thread listener = Thread.startVirtualThread(() -> buryAgain("stubborn"));

        CommandRun run = dlt("replay", "stubborn", "--all", "--wait", "60");

        listener.join();
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains(
                        "is now stubborn 0@0; came back as 0@1: still bad", "1 sent, 1 came back");
        assertThat(line(dlt("list"), "stubborn.dlt")).contains("      1  ");
    }

    @Test
    void sendsNothingIfOneOfTheRecordsIsNotThere() throws Exception {
        topic("typo");
        bury("typo", 0, "a", "1", "e");

        CommandRun run = dlt("replay", "typo", "--offset", "0@0", "--offset", "0@7");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("typo.dlt has no 0@7");
        assertThat(read("typo", 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show none",
                "show",
                "replay none --all",
                "replay shown",
                "replay shown --all --offset 0@0",
                "replay shown --offset seven"
            })
    void refusesWhatMakesNoSense(String line) {
        assertThat(dlt(line.split(" ", -1)).exitCode()).isEqualTo(2);
    }

    @Test
    void saysThatKafkaIsAway() {
        CommandRun run = CommandRun.of(new DltCommand(), "list", "--brokers", "127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("127.0.0.1:1 does not answer");
    }

    private static void topic(String name) throws Exception {
        broker.createTopics(List.of(name, name + ".dlt"), 3);
    }

    private static void bury(String topic, int partition, String key, String data, String error)
            throws Exception {
        producer.send(dead(topic, partition, key, data, error, 0)).get();
    }

    private static ProducerRecord<String, String> dead(
            String topic, int partition, String key, String data, String error, long offset) {
        var record = new ProducerRecord<>(topic + ".dlt", partition, key, data);
        record.headers()
                .add("ce_id", ("event-" + key).getBytes(UTF_8))
                .add("ce_type", "test.v1".getBytes(UTF_8))
                .add("kafka_dlt-exception-message", error.getBytes(UTF_8))
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(partition).array())
                .add("kafka_dlt-original-offset", ByteBuffer.allocate(8).putLong(offset).array());
        return record;
    }

    /** A listener that still cannot understand it. */
    private static void buryAgain(String topic) {
        try {
            while (read(topic, 0).isEmpty()) {
                Thread.onSpinWait();
            }
            producer.send(dead(topic, 0, "a", "1", "still bad", 0)).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ConsumerRecord<String, String>> read(String topic, int partition) {
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.address()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            var from = new TopicPartition(topic, partition);
            consumer.assign(List.of(from));
            consumer.seekToBeginning(List.of(from));
            long end = consumer.endOffsets(List.of(from)).get(from);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (records.size() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private static String line(CommandRun run, String topic) {
        return run.out().lines().filter(line -> line.startsWith(topic)).findFirst().orElseThrow();
    }

    private static CommandRun dlt(String... arguments) {
        return CommandRun.of(
                new DltCommand(),
                Stream.concat(Stream.of(arguments), Stream.of("--brokers", broker.address()))
                        .toArray(String[]::new));
    }
}
