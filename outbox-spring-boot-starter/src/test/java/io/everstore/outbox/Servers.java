package io.everstore.outbox;

import io.everstore.servers.KafkaBroker;
import io.everstore.servers.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** One PostgreSQL and one broker for all tests of this JVM; each test has its own database. */
public final class Servers {

    private static final Map<String, String> BROKER =
            Map.of(
                    "auto.create.topics.enable", "false",
                    "offsets.topic.replication.factor", "1",
                    "group.initial.rebalance.delay.ms", "0");

    private static final PostgresServer POSTGRES =
            PostgresServer.start(Map.of("shared_preload_libraries", "pg_stat_statements"));

    private static final KafkaBroker KAFKA = KafkaBroker.start(BROKER, 1);

    static {
        // For a machine with other work; what a test must not wait for, it excludes itself.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    private Servers() {}

    /** The JDBC URL of a new, empty database. */
    public static String createDatabase(String name) {
        new JdbcTemplate(POSTGRES.database("postgres")).execute("create database " + name);
        return POSTGRES.url(name);
    }

    /** The address of the broker. */
    public static String kafka() {
        return KAFKA.address();
    }

    /** Creates a topic on the broker. */
    public static void createTopic(String name, int partitions) {
        KAFKA.create(partitions, List.of(name));
    }

    /** Starts another broker in this process, which the caller destroys. */
    public static EmbeddedKafkaBroker startKafka(EmbeddedKafkaKraftBroker broker) {
        broker.brokerProperties(BROKER);
        broker.afterPropertiesSet();
        return broker;
    }
}
