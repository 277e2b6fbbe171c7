package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everstore.local.certificates.Forgery;
import io.everstore.local.certificates.NodeFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three real servers of which none has a plain port, and that believe only each other. */
class PostgresOverTlsIT {

    /** For a standby to give up a primary, and to try it again. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir static Path directory;

    private static RealCluster cluster;

    @BeforeAll
    static void startThreeServers() throws Exception {
        cluster = new RealCluster(true);
    }

    @AfterAll
    static void stopThem() {
        cluster.close();
    }

    @Test
    void standbysAndTheSupervisorSpeakTls() throws Exception {
        assertThat(rows("select s.ssl from pg_stat_replication r join pg_stat_ssl s using (pid)"))
                .containsExactly("t", "t");
        assertThat(
                        rows(
                                "select distinct s.ssl from pg_stat_activity a join pg_stat_ssl s using (pid) where application_name = 'supervisor'"))
                .containsExactly("t");
    }

    @Test
    void refusesWhoSpeaksInTheClear() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> cluster.connectTo("pg-1", Map.of("sslmode", "disable")))
                .withMessageContaining("no encryption");
    }

    @Test
    void isNotBelievedByThoseOfAnotherAuthority() {
        NodeFiles stranger =
                Forgery.OF_ANOTHER_AUTHORITY.write(
                        cluster.home().certificates(), directory.resolve("stranger"));

        Map<String, String> verified =
                Map.of("sslmode", "verify-full", "sslrootcert", stranger.authority().toString());
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> cluster.connectTo("pg-1", verified))
                .withMessageContaining("trust anchors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    WITH_ANOTHER_NAME    | does not match host name
                    EXPIRED              | certificate verify failed
                    OF_ANOTHER_AUTHORITY | certificate verify failed
                    """)
    void nobodyFollowsOrAsksAPrimaryThatIsNot(Forgery forgery, String why) throws Exception {
        String primary = cluster.primary();
        Path log = cluster.home().log(cluster.standbys().getFirst());
        int before = Files.readString(log).length();
        try (Connection connection = cluster.connectTo(primary);
                Statement statement = connection.createStatement()) {
            NodeFiles forged =
                    forgery.write(cluster.home().certificates(), directory.resolve("forged"));
            present(primary, forged, statement);
            statement.execute("select pg_terminate_backend(pid) from pg_stat_replication");

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(Files.readString(log).substring(before))
                                            .contains(why));
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> cluster.connectTo(primary));
            present(primary, cluster.files(primary), statement);
        }
        cluster.awaitHealthy();
    }

    /** The server reads its certificate anew when told to reload. */
    private static void present(String server, NodeFiles files, Statement statement)
            throws Exception {
        Path data = cluster.home().data(server);
        Files.write(data.resolve("tls.key"), Files.readAllBytes(files.key()));
        Files.write(data.resolve("tls.crt"), Files.readAllBytes(files.certificate()));
        statement.execute("select pg_reload_conf()");
    }

    @Test
    void keepsDataAndFailsOverWhenTheTransportChanges() throws Exception {
        try (Writer writer = new Writer(cluster)) {
            writer.awaitWrites();
            cluster.restart(false);
            writer.awaitWrites();
            assertThat(rows("select distinct ssl from pg_stat_ssl")).containsExactly("f");
            cluster.restart(true);
            writer.awaitWrites();
            cluster.cluster().kill(cluster.primary(), false);
            writer.awaitWrites();
            cluster.awaitHealthy();
            assertThat(writer.missing()).isEmpty();
        }
        assertThat(rows("select distinct ssl from pg_stat_ssl")).containsExactly("t");
    }

    private static List<String> rows(String sql) throws SQLException {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }
}
