package io.everstore.outbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** One PostgreSQL and one broker for all tests of this JVM; each test has its own topic or rows. */
final class Servers {

    static final EmbeddedPostgres POSTGRES = startPostgres();
    static final EmbeddedKafkaBroker KAFKA = startKafka();

    private Servers() {}

    private static EmbeddedPostgres startPostgres() {
        try {
            return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedKafkaBroker startKafka() {
        var broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperties(
                Map.of(
                        "auto.create.topics.enable", "false",
                        "offsets.topic.replication.factor", "1",
                        "group.initial.rebalance.delay.ms", "0"));
        broker.afterPropertiesSet();
        return broker;
    }

    static void createTopic(String name, int partitions) {
        KAFKA.addTopics(new NewTopic(name, partitions, (short) 1));
    }
}
