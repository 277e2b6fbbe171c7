package io.everstore.outbox.autoconfigure;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What every client of Kafka needs to lose and reorder nothing. Of the lowest priority: whatever a
 * service says in its own configuration wins.
 */
final class KafkaDefaults implements EnvironmentPostProcessor {

    private static final String PACKAGE = "org.apache.kafka.common.serialization.";
    private static final String PRODUCER = "spring.kafka.producer.";
    private static final String CONSUMER = "spring.kafka.consumer.";

    private static final Map<String, Object> DEFAULTS =
            Map.ofEntries(
                    Map.entry("spring.kafka.client-id", "${EVERSTORE_NODE:everstore}"),
                    Map.entry(PRODUCER + "key-serializer", PACKAGE + "StringSerializer"),
                    Map.entry(PRODUCER + "value-serializer", PACKAGE + "ByteArraySerializer"),
                    Map.entry(PRODUCER + "acks", "all"),
                    Map.entry(PRODUCER + "properties[enable.idempotence]", "true"),
                    // Kafka waits a minute by default for brokers that are away.
                    Map.entry(PRODUCER + "properties[max.block.ms]", "3000"),
                    Map.entry(PRODUCER + "properties[request.timeout.ms]", "3000"),
                    Map.entry(PRODUCER + "properties[delivery.timeout.ms]", "10000"),
                    Map.entry(PRODUCER + "properties[linger.ms]", "1"),
                    Map.entry(CONSUMER + "key-deserializer", PACKAGE + "StringDeserializer"),
                    Map.entry(CONSUMER + "value-deserializer", PACKAGE + "ByteArrayDeserializer"),
                    Map.entry(CONSUMER + "auto-offset-reset", "earliest"),
                    Map.entry(CONSUMER + "enable-auto-commit", "false"),
                    Map.entry(CONSUMER + "isolation-level", "read_committed"),
                    // Not "consumer" (KIP-848): kafka-clients 4.2.1 then spins while no broker
                    // answers, a whole core for two listeners. See docs/decisions/0006.
                    Map.entry(CONSUMER + "properties[group.protocol]", "classic"),
                    // A restart of one member moves only its own partitions.
                    Map.entry(
                            CONSUMER + "properties[partition.assignment.strategy]",
                            "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"),
                    // A killed member's partitions move after 6 s, the least that brokers allow.
                    Map.entry(CONSUMER + "properties[session.timeout.ms]", "6000"),
                    Map.entry(CONSUMER + "properties[heartbeat.interval.ms]", "2000"),
                    Map.entry(CONSUMER + "properties[allow.auto.create.topics]", "false"),
                    // How often a broker says that there is nothing new; half as often as by
                    // default, as two dozen consumers ask each of three brokers. News end the wait.
                    Map.entry(CONSUMER + "properties[fetch.max.wait.ms]", "1000"),
                    // Events of this time are taken at once. Each alone would cost three fetches
                    // (its own and those of two followers of the committed offset); a step of the
                    // saga is later by half of it on average.
                    Map.entry("spring.kafka.listener.idle-between-polls", "100ms"),
                    // To commit after each poll was five of eight messages that brokers wrote for
                    // an order. After a crash, what came since the last commit is received again,
                    // which receivers must bear anyway: of a second, or of a poll (5 s) where
                    // little comes.
                    Map.entry("spring.kafka.listener.ack-mode", "TIME"),
                    Map.entry("spring.kafka.listener.ack-time", "1s"));

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("everstoreKafkaDefaults", DEFAULTS));
    }
}
