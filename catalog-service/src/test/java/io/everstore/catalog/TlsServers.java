package io.everstore.catalog;

import io.everstore.servers.FreePort;
import io.everstore.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import redis.embedded.RedisExecProvider;

/** PostgreSQL, Kafka, and Redis behind a Sentinel, with the certificate of a directory. */
final class TlsServers implements AutoCloseable {

    private final Path directory;
    private final PostgresServer postgres;
    private final EmbeddedKafkaBroker kafka;
    private final int kafkaPort = FreePort.find();
    private final int redisPort = FreePort.find();
    private final int sentinelPort = FreePort.find();
    private final List<Process> redis = new ArrayList<>();

    /**
     * Starts them.
     *
     * @param directory with {@code ca.crt}, {@code tls.crt}, {@code tls.key} and {@code tls.pem}
     */
    TlsServers(Path directory) throws IOException {
        this.directory = directory;
        postgres =
                Surroundings.furnished(
                        PostgresServer.startHere(
                                Map.of(
                                        "ssl", "on",
                                        "ssl_cert_file", file("tls.crt"),
                                        "ssl_key_file", file("tls.key"))));
        kafka = new EmbeddedKafkaKraftBroker(1, 1, "catalog.products").brokerProperties(kafka());
        // Not the one that is set for the whole JVM, where others need their own brokers.
        kafka.brokerListProperty("everstore.test.tls-brokers");
        kafka.afterPropertiesSet();
        redis.add(redis("--save", ""));
        Path sentinel = directory.resolve("sentinel.conf");
        Files.writeString(
                sentinel,
                """
                sentinel resolve-hostnames yes
                sentinel announce-hostnames yes
                sentinel monitor everstore localhost %d 1
                """
                        .formatted(redisPort));
        redis.add(redis(sentinel.toString(), "--sentinel"));
    }

    /** The broker has a plain listener as well, by which the test kit reaches it. */
    private Map<String, String> kafka() {
        String protocols = "EXTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL";
        String listeners = "EXTERNAL://localhost:0,CONTROLLER://localhost:0,TLS://localhost:";
        return Map.of(
                "listeners",
                listeners + kafkaPort,
                "listener.security.protocol.map",
                protocols,
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

    private Process redis(String... how) throws IOException {
        boolean isSentinel = how[1].equals("--sentinel");
        List<String> line = new ArrayList<>();
        line.add(RedisExecProvider.defaultProvider().get().getAbsolutePath());
        line.addAll(List.of(how));
        line.addAll(List.of("--bind", "127.0.0.1", "--port", "0", "--tls-port"));
        line.add(Integer.toString(isSentinel ? sentinelPort : redisPort));
        line.addAll(List.of("--tls-cert-file", file("tls.crt")));
        line.addAll(List.of("--tls-key-file", file("tls.key")));
        line.addAll(List.of("--tls-ca-cert-file", file("ca.crt")));
        line.addAll(List.of("--tls-auth-clients", "yes", "--tls-replication", "yes"));
        return new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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

    int sentinelPort() {
        return sentinelPort;
    }

    @Override
    public void close() throws IOException {
        redis.forEach(Process::destroyForcibly);
        kafka.destroy();
        postgres.close();
    }
}
