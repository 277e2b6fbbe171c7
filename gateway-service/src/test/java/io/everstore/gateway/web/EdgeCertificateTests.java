package io.everstore.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.Certificates;
import io.everstore.gateway.GatewayTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The profile {@code tls}: the gateway serves the edge over TLS, and nobody who goes past it. */
@GatewayTest
@TestPropertySource(properties = "spring.ssl.bundle.watch.file.quiet-period=100ms")
@ActiveProfiles({"demo", "tls"})
@DirtiesContext
class EdgeCertificateTests {

    @TempDir static Path files;

    private static Certificates authority;

    @LocalServerPort int port;

    @DynamicPropertySource
    static void serveOverTls(DynamicPropertyRegistry properties) throws Exception {
        authority = new Certificates();
        authority.project(authority.issue("gateway-7"), files);
        properties.add("EVERSTORE_CERTIFICATES", files::toString);
    }

    @Test
    void servesTheEdge() throws Exception {
        HttpResponse<String> page = get("/", authority.context(authority.issue("edge")));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>");
    }

    @Test
    void answersProbesAndNothingElseWithoutACertificate() throws Exception {
        assertThat(get("/livez", authority.anonymous()).statusCode()).isEqualTo(200);
        for (String path : new String[] {"/", "/api/products", "/actuator/prometheus"}) {
            HttpResponse<String> refused = get(path, authority.anonymous());
            assertThat(refused.statusCode()).as(path).isEqualTo(403);
            assertThat(refused.body()).contains("certificate-missing");
        }
    }

    @Test
    void endsTheHandshakeOfAnExpiredEdge() throws Exception {
        SSLContext expired = authority.context(authority.issueExpired("edge"));

        assertThatIOException().isThrownBy(() -> get("/livez", expired));
    }

    /** Twice, for the second time the files are no longer where they were when it started. */
    @ParameterizedTest
    @ValueSource(strings = {"gateway-8", "gateway-9"})
    void servesWithARenewedCertificateWithoutARestart(String renewed) throws Exception {
        authority.project(authority.issue(renewed), files);

        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                get("/livez", authority.anonymous())
                                        .sslSession()
                                        .orElseThrow()
                                        .getPeerPrincipal()
                                        .getName()
                                        .equals("CN=" + renewed));
    }

    private HttpResponse<String> get(String path, SSLContext shown)
            throws IOException, InterruptedException {
        var address = URI.create("https://127.0.0.1:" + port + path);
        try (HttpClient client = HttpClient.newBuilder().sslContext(shown).build()) {
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }
}
