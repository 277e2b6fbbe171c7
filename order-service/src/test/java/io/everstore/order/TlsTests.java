package io.everstore.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;

/** The profile {@code tls}: an instance among servers that are called {@code localhost}. */
class TlsTests {

    @TempDir static Path directory;

    private static Certificates authority;
    private static TlsServers servers;
    private static Instance instance;

    @BeforeAll
    static void startEverythingOverTls() throws Exception {
        authority = new Certificates();
        authority.write(authority.issue("data"), directory.resolve("data"));
        authority.write(authority.issue("order-1"), directory.resolve("order-1"));
        servers = new TlsServers(directory.resolve("data"));
        assertThat(MigrateDatabase.run(migration("localhost"))).isZero();
        JdbcClient.create(servers.postgres().database("orders"))
                .sql("insert into price_book values ('85123A', 'Lantern', 2.55, 'GBP', 1, true)")
                .update();
        instance =
                Instance.inProfiles(
                        new String[] {"tls"},
                        "EVERSTORE_CERTIFICATES=" + directory.resolve("order-1"),
                        "POSTGRES_HOSTS=localhost:" + servers.postgres().port(),
                        // The test kit sets the same for the whole JVM, to its plain listener.
                        "spring.kafka.bootstrap-servers=localhost:" + servers.kafkaPort());
    }

    private static Map<String, String> migration(String host) {
        var environment = new HashMap<>(Backends.migration(servers.postgres().port()));
        environment.put("POSTGRES_HOSTS", host + ":" + servers.postgres().port());
        environment.put("SPRING_PROFILES_ACTIVE", "tls");
        environment.put("EVERSTORE_CERTIFICATES", directory.resolve("order-1").toString());
        return environment;
    }

    @AfterAll
    static void stopEverything() throws Exception {
        instance.close();
        servers.close();
    }

    @Test
    void servesTheGatewayAndProbesAndNobodyElse() throws Exception {
        X509Bundle gateway = authority.issue("gateway-1");

        assertThat(get("/api/orders", gateway).statusCode()).isEqualTo(200);
        assertThat(get("/api/orders", null).statusCode()).isEqualTo(403);
        assertThat(get("/api/orders", null).body()).contains("certificate-missing");
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

    @Test
    void speaksTlsWithTheDatabaseThatIsMeant() throws Exception {
        HikariDataSource pool = instance.bean(HikariDataSource.class);

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
        String url = instance.bean(HikariDataSource.class).getJdbcUrl();

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
    void tellsTheBrokerThatIsMeantOfAnOrder() throws Exception {
        HttpResponse<String> placed =
                send(
                        request("/api/orders")
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", Client.newKey())
                                .POST(BodyPublishers.ofString(Client.order("85123A", 2))),
                        authority.issue("gateway-1"));

        assertThat(placed.statusCode()).as(placed.body()).isEqualTo(201);
        try (var events = consumer("localhost")) {
            events.subscribe(List.of("orders.events"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !events.poll(Duration.ofMillis(100)).isEmpty());
        }
    }

    @Test
    void tellsABrokerNothingThatIsNotMeant() {
        try (var consumer = consumer("127.0.0.1")) {
            assertThatExceptionOfType(SslAuthenticationException.class)
                    .isThrownBy(() -> consumer.listTopics(Duration.ofSeconds(20)));
        }
    }

    /** With the settings of the service's own. */
    private static KafkaConsumer<String, byte[]> consumer(String host) {
        ConsumerFactory<?, ?> consumers = instance.bean(ConsumerFactory.class);
        Map<String, Object> settings = new HashMap<>(consumers.getConfigurationProperties());
        settings.put("bootstrap.servers", host + ":" + servers.kafkaPort());
        settings.put("group.id", "test-" + Client.newKey());
        settings.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(settings);
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
        try (var connection = DriverManager.getConnection(url, "order_app", "app")) {
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
        return send(request(path), shown);
    }

    private static HttpRequest.Builder request(String path) {
        String port = instance.bean(Environment.class).getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .header("Authorization", "Bearer " + Tokens.of("alice"));
    }

    private static HttpResponse<String> send(
            HttpRequest.Builder request, @Nullable X509Bundle shown) throws Exception {
        try (var http = HttpClient.newBuilder().sslContext(authority.client(shown)).build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }
}
