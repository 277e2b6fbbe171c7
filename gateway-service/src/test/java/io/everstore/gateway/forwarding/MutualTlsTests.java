package io.everstore.gateway.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.everstore.gateway.Certificates;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    private static final Map<String, HttpsServer> INSTANCES = new LinkedHashMap<>();
    private static final Map<String, AtomicInteger> GOT = new ConcurrentHashMap<>();
    private static final Map<String, String> CALLERS = new ConcurrentHashMap<>();
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
        authority.write(authority.issue("gateway-7"), files);
        properties.add("EVERSTORE_CERTIFICATES", files::toString);
        String all =
                INSTANCES.values().stream()
                        .map(server -> "127.0.0.1:" + server.getAddress().getPort())
                        .collect(Collectors.joining(","));
        properties.add("everstore.routing.catalog-instances", () -> all);
        properties.add("everstore.routing.order-instances", () -> all);
    }

    private static void start(String name, SSLContext tls) throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters both = getSSLContext().getDefaultSSLParameters();
                        both.setNeedClientAuth(true);
                        parameters.setSSLParameters(both);
                    }
                });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(name, exchange));
        server.start();
        GOT.put(name, new AtomicInteger());
        INSTANCES.put(name, server);
    }

    private static void answer(String name, HttpExchange exchange) throws IOException {
        try (exchange) {
            GOT.get(name).incrementAndGet();
            CALLERS.put(
                    name, ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
            byte[] body = name.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @AfterAll
    static void stop() {
        INSTANCES.values().forEach(server -> server.stop(0));
    }

    @Test
    void speaksOnlyToTheInstanceThatIsWhatItShouldBe() {
        await().until(
                        () ->
                                Shop.send(Shop.request(port, "/api/products")).statusCode() == 200
                                        && GOT.get("good").get() > 10);
        for (int i = 0; i < 40; i++) {
            assertThat(Shop.send(Shop.request(port, "/api/products/" + i)).body())
                    .isEqualTo("good");
        }

        assertThat(CALLERS.get("good")).startsWith("CN=gateway-");
        assertThat(GOT.get("impostor")).as("requests and checks at a wrong name").hasValue(0);
        assertThat(GOT.get("expired")).as("at an expired certificate").hasValue(0);
        assertThat(GOT.get("stranger")).as("at another authority's").hasValue(0);
    }

    @Test
    void showsARenewedCertificateWithoutARestart() throws Exception {
        authority.write(authority.issue("gateway-8"), files);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> "CN=gateway-8".equals(CALLERS.get("good")));
    }

    @Test
    void isRefusedWithoutACertificateOfItsOwn() throws Exception {
        int good = INSTANCES.get("good").getAddress().getPort();
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
