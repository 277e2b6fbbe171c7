package io.everstore.local.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CertificatesCommandTests {

    @TempDir Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void writesFilesThatShakeHandsAndThatNobodyElseCanRead() throws Exception {
        assertThat(run("--node", "catalog-1,10.0.0.5", "--node", "gateway-1")).isZero();

        Handshake.shake(authority(), issued("catalog-1"), issued("gateway-1"), "10.0.0.5");
        assertThat(Files.readString(directory.resolve("catalog-1/tls.pem")))
                .isEqualTo(
                        Files.readString(directory.resolve("catalog-1/tls.key"))
                                + Files.readString(directory.resolve("catalog-1/tls.crt")));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void keepsWhatLastsAndRenewsWhatDoesNot() throws Exception {
        var store = new Store(directory, Instant.now());
        var node = Names.parse("catalog-1");
        assertThat(deed(store, node)).isEqualTo(Store.Deed.MADE);
        assertThat(deed(store, node)).isEqualTo(Store.Deed.KEPT);
        assertThat(deed(in(59), node)).isEqualTo(Store.Deed.KEPT);
        assertThat(deed(in(61), node)).as("in the last third").isEqualTo(Store.Deed.RENEWED);
        assertThat(deed(in(61), Names.parse("catalog-1,::1")))
                .as("with another name")
                .isEqualTo(Store.Deed.RENEWED);
        assertThat(deed(in(61), Names.parse("catalog-1,::1"))).isEqualTo(Store.Deed.KEPT);

        Files.delete(directory.resolve("ca.crt"));
        Files.delete(directory.resolve("ca.key"));
        assertThat(deed(in(61), node)).as("of another authority").isEqualTo(Store.Deed.RENEWED);
    }

    private Store in(int days) {
        return new Store(directory, Instant.now().plus(Duration.ofDays(days)));
    }

    private static Store.Deed deed(Store store, Names node) {
        return store.provide(store.authority(), node, Duration.ofDays(90)).deed();
    }

    @Test
    void servesEveryNodeOfTheClusterByDefault() {
        assertThat(run()).as(err.toString()).isZero();
        assertThat(directory.resolve("pg-1/tls.key")).isNotEmptyFile();
        assertThat(directory.resolve("edge/tls.key")).isNotEmptyFile();
    }

    @Test
    void saysWhatItDid() {
        assertThat(run("--node", "catalog-1", "--days", "7")).isZero();
        assertThat(out.toString()).contains("catalog-1", "made", "localhost, 127.0.0.1", "ca.key");

        out.getBuffer().setLength(0);
        assertThat(run("--node", "catalog-1", "--days", "7", "--json")).isZero();
        JsonNode node = JsonMapper.shared().readTree(out.toString()).at("/nodes/0");
        assertThat(node.at("/node").asString()).isEqualTo("catalog-1");
        assertThat(node.at("/deed").asString()).isEqualTo("KEPT");
        assertThat(Instant.parse(node.at("/until").asString()))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(6)),
                        Instant.now().plus(Duration.ofDays(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--node=a b",
                "--node=",
                "--node=../catalog-1",
                "--node=10.0.0.5",
                "--node=catalog-1,10.0.0.256",
                "--days=0",
                "--days=3651",
                "--days=soon"
            })
    void refusesWhatMakesNoSense(String option) throws IOException {
        assertThat(run(option)).isEqualTo(2);

        assertThat(err.toString()).contains(option.replaceAll("=.*", "")).doesNotContain("\tat ");
        try (Stream<Path> made = Files.list(directory)) {
            assertThat(made).isEmpty();
        }
    }

    @Test
    void refusesAnAuthorityThatIsNone() throws IOException {
        Files.writeString(directory.resolve("ca.crt"), "hello");

        assertThat(run("--node", "catalog-1")).isEqualTo(1);
        assertThat(err.toString()).contains("ca.crt is no certificate").doesNotContain("\tat ");
    }

    @Test
    void refusesALifeThatTheAuthorityDoesNotHave() {
        assertThat(run("--node", "catalog-1")).isZero();
        var late = in(3600);
        assertThat(catchThrowable(() -> deed(late, Names.parse("gateway-1"))))
                .hasMessageContaining("the authority in " + directory + " ends at");
    }

    private int run(String... arguments) {
        return new CommandLine(new CertificatesCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(
                        Stream.concat(
                                        Stream.of("--dir", directory.toString()),
                                        Stream.of(arguments))
                                .toArray(String[]::new));
    }

    private Authority authority() {
        return new Store(directory, Instant.now()).authority();
    }

    private Issued issued(String node) {
        var files = new PemFiles(directory.resolve(node));
        return new Issued(files.certificate("tls.crt").orElseThrow(), files.key("tls.key"));
    }
}
