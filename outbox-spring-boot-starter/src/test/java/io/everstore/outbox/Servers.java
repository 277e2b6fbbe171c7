package io.everstore.outbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** One PostgreSQL and one broker for all tests of this JVM; each test has its own database. */
public final class Servers {

    private static final EmbeddedPostgres POSTGRES = startPostgres();
    private static final EmbeddedKafkaBroker KAFKA = startKafka(new EmbeddedKafkaKraftBroker(1, 1));

    static {
        // For a machine with other work; what a test must not wait for, it excludes itself.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    private Servers() {}

    /** The JDBC URL of a new, empty database. */
    public static String createDatabase(String name) {
        new JdbcTemplate(POSTGRES.getPostgresDatabase()).execute("create database " + name);
        return POSTGRES.getJdbcUrl("postgres", name);
    }

    /** The address of the broker. */
    public static String kafka() {
        return KAFKA.getBrokersAsString();
    }

    /** Creates a topic on the broker. */
    public static void createTopic(String name, int partitions) {
        KAFKA.addTopics(new NewTopic(name, partitions, (short) 1));
    }

    /** Starts another broker, which the caller destroys. */
    public static EmbeddedKafkaBroker startKafka(EmbeddedKafkaKraftBroker broker) {
        broker.brokerProperties(
                Map.of(
                        "auto.create.topics.enable", "false",
                        "offsets.topic.replication.factor", "1",
                        "group.initial.rebalance.delay.ms", "0"));
        broker.afterPropertiesSet();
        return broker;
    }

    private static EmbeddedPostgres startPostgres() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
