package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;

/** The profile {@code tls}: an instance among servers that are called {@code localhost}. */
class TlsTests {

    private static final String CACHED = "everstore-redis; fwd=uri-miss; stored; detail=origin";

    @TempDir static Path directory;

    private static Certificates authority;
    private static TlsServers servers;
    private static OtherInstance instance;

    @BeforeAll
    static void startEverythingOverTls() throws Exception {
        authority = new Certificates();
        authority.write(authority.issue("data"), directory.resolve("data"));
        authority.write(authority.issue("catalog-1"), directory.resolve("catalog-1"));
        servers = new TlsServers(directory.resolve("data"));
        String database = "localhost:" + servers.postgres().port();
        MigrateDatabase.migrate(
                database,
                "&sslmode=verify-full&sslrootcert=" + directory.resolve("data/ca.crt"),
                "owner");
        instance =
                OtherInstance.start(
                        "spring.profiles.active=tls",
                        "EVERSTORE_CERTIFICATES=" + directory.resolve("catalog-1"),
                        "POSTGRES_HOSTS=" + database,
                        // The test kit sets the same for the whole JVM, to its plain listener.
                        "spring.kafka.bootstrap-servers=localhost:" + servers.kafkaPort(),
                        "REDIS_SENTINELS=localhost:" + servers.sentinelPort());
    }

    @AfterAll
    static void stopEverything() throws Exception {
        instance.close();
        servers.close();
    }

    @Test
    void servesTheGatewayAndProbesAndNobodyElse() throws Exception {
        X509Bundle gateway = authority.issue("gateway-1");

        assertThat(get("/api/products", gateway).statusCode()).isEqualTo(200);
        assertThat(get("/api/products", null).statusCode()).isEqualTo(403);
        assertThat(get("/api/products", null).body()).contains("certificate-missing");
        assertThat(get("/actuator/prometheus", null).statusCode()).isEqualTo(403);
        assertThat(get("/readyz", null).statusCode()).isEqualTo(200);
        assertThat(get("/livez", null).statusCode()).isEqualTo(200);
    }

    @Test
    void endsTheHandshakeOfAnExpiredCaller() throws Exception {
        X509Bundle expired = authority.issueExpired("gateway-1");

        assertThatIOException().isThrownBy(() -> get("/readyz", expired));
    }

    @Test
    void endsTheHandshakeOfACallerWithACertificateOfAnotherAuthority() throws Exception {
        X509Bundle stranger = new Certificates().issue("gateway-1");

        assertThatIOException().isThrownBy(() -> get("/readyz", stranger));
    }

    @ParameterizedTest
    @ValueSource(strings = {"primaryPool", "standbyPool"})
    void speaksTlsWithTheDatabaseThatIsMeant(String name) throws Exception {
        HikariDataSource pool = instance.bean(name, HikariDataSource.class);

        try (Connection connection = pool.getConnection()) {
            assertThat(isEncrypted(connection)).isTrue();
        }
        String another = pool.getJdbcUrl().replace("localhost", "127.0.0.1");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> connect(another))
                .withMessageContaining("127.0.0.1")
                .withMessageContaining("could not be verified");
    }

    @Test
    void refusesADatabaseWhoseCertificateHasExpiredUntilItHasANewOne() throws Exception {
        String url = instance.bean("primaryPool", HikariDataSource.class).getJdbcUrl();

        present(authority.issueExpired("data"));
        await().untilAsserted(
                        () ->
                                assertThatExceptionOfType(SQLException.class)
                                        .isThrownBy(() -> connect(url))
                                        .havingRootCause()
                                        .withMessageContaining("NotAfter"));
        present(authority.issue("data"));
        await().untilAsserted(() -> assertThat(connect(url)).isTrue());
    }

    @Test
    void cachesInRedisOverTls() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            String cold = "/api/products?limit=" + (1 + System.nanoTime() % 99);
                            assertThat(get(cold, authority.issue("gateway-1")).headers())
                                    .extracting(
                                            headers ->
                                                    headers.firstValue("Cache-Status").orElse(""))
                                    .isEqualTo(CACHED);
                        });
    }

    @Test
    void speaksTlsWithTheBrokerThatIsMeant() {
        assertThat(topics("localhost")).contains("catalog.products");
        assertThatExceptionOfType(SslAuthenticationException.class)
                .isThrownBy(() -> topics("127.0.0.1"));
    }

    private static Set<String> topics(String host) {
        ConsumerFactory<?, ?> consumers = instance.bean(ConsumerFactory.class);
        Map<String, Object> settings = new HashMap<>(consumers.getConfigurationProperties());
        settings.put("bootstrap.servers", host + ":" + servers.kafkaPort());
        try (var consumer = new KafkaConsumer<String, byte[]>(settings)) {
            return consumer.listTopics(Duration.ofSeconds(20)).keySet();
        }
    }

    private static boolean isEncrypted(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static boolean connect(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url, "catalog_app", "app")) {
            return isEncrypted(connection);
        }
    }

    /** The server reads its certificate anew when told to reload. */
    private static void present(X509Bundle certificate) throws Exception {
        authority.write(certificate, directory.resolve("data"));
        try (var connection = servers.postgres().database("postgres").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_reload_conf()");
        }
    }

    private static HttpResponse<String> get(String path, @Nullable X509Bundle shown)
            throws Exception {
        String port = instance.bean(Environment.class).getRequiredProperty("local.server.port");
        try (var http = HttpClient.newBuilder().sslContext(authority.client(shown)).build()) {
            var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path));
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }
}
