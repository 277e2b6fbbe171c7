package io.everstore.order;

import io.everstore.servers.FreePort;
import io.everstore.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** PostgreSQL and Kafka with the certificate of a directory. */
final class TlsServers implements AutoCloseable {

    private final Path directory;
    private final PostgresServer postgres;
    private final EmbeddedKafkaBroker kafka;
    private final int kafkaPort = FreePort.find();

    /**
     * Starts them.
     *
     * @param directory with {@code ca.crt}, {@code tls.crt}, {@code tls.key} and {@code tls.pem}
     */
    TlsServers(Path directory) {
        this.directory = directory;
        postgres =
                Backends.furnished(
                        PostgresServer.startHere(
                                Map.of(
                                        "ssl", "on",
                                        "ssl_cert_file", file("tls.crt"),
                                        "ssl_key_file", file("tls.key"))));
        kafka =
                new EmbeddedKafkaKraftBroker(
                                1,
                                1,
                                "catalog.products",
                                "catalog.stock",
                                "orders.events",
                                "orders.intake")
                        .brokerProperties(kafka());
        // Not the one that is set for the whole JVM, where others need their own brokers.
        kafka.brokerListProperty("everstore.test.tls-brokers");
        kafka.afterPropertiesSet();
    }

    /** The broker has a plain listener as well, by which the test kit reaches it. */
    private Map<String, String> kafka() {
        String listeners = "EXTERNAL://localhost:0,CONTROLLER://localhost:0,TLS://localhost:";
        return Map.of(
                "listeners",
                listeners + kafkaPort,
                "listener.security.protocol.map",
                "EXTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL",
                "ssl.client.auth",
                "required",
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                file("tls.pem"),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                file("ca.crt"));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    PostgresServer postgres() {
        return postgres;
    }

    int kafkaPort() {
        return kafkaPort;
    }

    @Override
    public void close() throws IOException {
        kafka.destroy();
        postgres.close();
    }
}
