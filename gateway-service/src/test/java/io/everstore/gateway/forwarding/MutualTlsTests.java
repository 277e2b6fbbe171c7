package io.everstore.gateway.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.Certificates;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
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

/**
 * The hop to the services over TLS, with certificates on both sides. Of the four instances one is
 * what it should be; the others are an impostor by name, one that missed its renewal, and one of
 * somebody else's authority.
 */
@GatewayTest
@TestPropertySource(
        properties = {
            "everstore.balancing.check-interval=100ms",
            "spring.ssl.bundle.watch.file.quiet-period=100ms"
        })
@ActiveProfiles({"demo", "mtls"})
@DirtiesContext
class MutualTlsTests {

    @TempDir static Path files;

    private static final Map<String, SecuredInstance> INSTANCES = new LinkedHashMap<>();
    private static Certificates authority;

    @LocalServerPort int port;

    @DynamicPropertySource
    static void startInstances(DynamicPropertyRegistry properties) throws Exception {
        authority = new Certificates();
        start("good", authority.context(authority.issue("good")));
        start("impostor", authority.context(authority.issueForAnotherName("catalog-9.example")));
        start("expired", authority.context(authority.issueExpired("expired")));
        var others = new Certificates();
        start("stranger", others.context(others.issue("stranger")));
        authority.project(authority.issue("gateway-7"), files);
        properties.add("EVERSTORE_CERTIFICATES", files::toString);
        String all =
                INSTANCES.values().stream()
                        .map(instance -> "127.0.0.1:" + instance.port())
                        .collect(Collectors.joining(","));
        properties.add("everstore.routing.catalog-instances", () -> all);
        properties.add("everstore.routing.order-instances", () -> all);
    }

    private static void start(String name, SSLContext tls) throws IOException {
        INSTANCES.put(name, SecuredInstance.start(name, tls));
    }

    @AfterAll
    static void stop() {
        INSTANCES.values().forEach(SecuredInstance::close);
    }

    @Test
    void speaksOnlyToTheInstanceThatIsWhatItShouldBe() {
        await().until(
                        () ->
                                Shop.send(Shop.request(port, "/api/products")).statusCode() == 200
                                        && INSTANCES.get("good").requests() > 10);
        for (int i = 0; i < 40; i++) {
            assertThat(Shop.send(Shop.request(port, "/api/products/" + i)).body())
                    .isEqualTo("good");
        }

        assertThat(INSTANCES.get("good").caller()).startsWith("CN=gateway-");
        for (String other : List.of("impostor", "expired", "stranger")) {
            assertThat(INSTANCES.get(other).requests())
                    .as("requests and checks at the %s", other)
                    .isZero();
        }
    }

    /** Twice, for the second time the files are no longer where they were when it started. */
    @ParameterizedTest
    @ValueSource(strings = {"gateway-8", "gateway-9"})
    void showsARenewedCertificateWithoutARestart(String renewed) throws Exception {
        authority.project(authority.issue(renewed), files);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> ("CN=" + renewed).equals(INSTANCES.get("good").caller()));
    }

    @Test
    void isRefusedWithoutACertificateOfItsOwn() throws Exception {
        int good = INSTANCES.get("good").port();
        try (var socket =
                (SSLSocket)
                        authority.anonymous().getSocketFactory().createSocket("127.0.0.1", good)) {
            socket.setSoTimeout(5000);
            assertThatIOException()
                    .isThrownBy(
                            () -> {
                                socket.getOutputStream()
                                        .write(
                                                "GET / HTTP/1.0\r\n\r\n"
                                                        .getBytes(StandardCharsets.US_ASCII));
                                var _ = socket.getInputStream().readNBytes(1);
                            });
        }
    }
}
