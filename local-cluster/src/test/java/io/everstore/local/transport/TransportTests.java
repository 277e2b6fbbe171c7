package io.everstore.local.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import io.everstore.local.certificates.Forgery;
import io.everstore.local.probe.Http;
import io.everstore.local.topology.Home;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of a shop and a server, which is what it should be, or is not. */
class TransportTests {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir Path directory;

    private Home home;
    private Transport tls;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        home = new Home(directory, directory);
        tls = Transport.begin(home, true);
        open(tls.as("catalog-1"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void open(Transport transport) throws IOException {
        server = transport.listen(ANY_PORT, 16);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        server.start();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void replaceServerBy(SSLContext context) throws IOException {
        server.stop(0);
        Tls right = (Tls) tls;
        open(new Tls(right.certificates(), right.own(), context));
    }

    @Test
    void reachesANodeOfTheShop() throws Exception {
        assertThat(Http.ok(tls, port(), "/readyz", LIMIT)).isTrue();
        assertThat(status(tls)).isEqualTo(200);
        tls.connect(port(), LIMIT).close();
    }

    @Test
    void doesNotReachItInTheClear() {
        assertThat(Http.ok(Transport.plain(), port(), "/readyz", LIMIT)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void believesNobodyElse(Forgery forgery) throws Exception {
        replaceServerBy(forgery.write(home.certificates(), directory.resolve("forged")).context());

        assertThat(Http.ok(tls, port(), "/readyz", LIMIT)).isFalse();
        assertThatIOException().isThrownBy(() -> status(tls));
        assertThatIOException().isThrownBy(() -> tls.connect(port(), LIMIT));
        try (Admin admin =
                Admin.create(
                        tls.kafka(
                                "127.0.0.1:" + port(),
                                Map.of(
                                        "default.api.timeout.ms",
                                        20_000,
                                        "request.timeout.ms",
                                        9_000)))) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> admin.listTopics().names().get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(SslAuthenticationException.class);
        }
    }

    /** The way to it was made by somebody who knows who it is. */
    @ParameterizedTest
    @EnumSource
    void believesWhomAPortLeadsToByItsAuthority(Forgery forgery) throws Exception {
        Transport forwarded = Transport.forwarded(((Tls) tls).own());
        replaceServerBy(forgery.write(home.certificates(), directory.resolve("forged")).context());

        if (forgery == Forgery.WITH_ANOTHER_NAME) {
            forwarded.connect(port(), LIMIT).close();
        } else {
            assertThatIOException().isThrownBy(() -> forwarded.connect(port(), LIMIT));
        }
        assertThat(forwarded.database()).containsEntry("sslmode", "verify-ca");
        assertThat(forwarded.kafka("a:1", Map.of())).isEqualTo(tls.kafka("a:1", Map.of()));
    }

    @Test
    void isRememberedForOtherCommandsWhileTheShopRuns() {
        assertThat(Transport.of(home).isTls()).isTrue();
        assertThat(Transport.of(home).shop()).isEqualTo(URI.create("https://localhost:8080"));

        Transport.end(home);
        assertThat(Transport.of(home).isTls()).isFalse();
        Transport.begin(home, true);
        Transport.begin(home, false);
        assertThat(Transport.of(home)).isEqualTo(Transport.plain());
        assertThat(Transport.of(home).shop()).isEqualTo(URI.create("http://localhost:8080"));
    }

    @Test
    void renewsWhatIsLostBeforeANodeStarts() throws Exception {
        Path key = tls.files("redis-1").orElseThrow().key();
        String before = Files.readString(key);
        assertThat(tls.files("redis-1").orElseThrow().key()).hasContent(before);

        Files.delete(key);
        assertThat(tls.files("redis-1").orElseThrow().key()).isNotEmptyFile();
    }

    @Test
    void givesNodesNothingInTheClear() {
        assertThat(Transport.plain().files("redis-1")).isEmpty();
        assertThat(Transport.plain().database()).isEmpty();
        assertThat(Transport.plain().kafka("a:1", Map.of("acks", "all")))
                .isEqualTo(Map.of("bootstrap.servers", "a:1", "acks", "all"));
    }

    private int status(Transport transport) throws IOException, InterruptedException {
        var address = URI.create("https://127.0.0.1:" + port() + "/");
        try (var client = transport.httpClient().build()) {
            return client.send(
                            HttpRequest.newBuilder(address).timeout(LIMIT).build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
