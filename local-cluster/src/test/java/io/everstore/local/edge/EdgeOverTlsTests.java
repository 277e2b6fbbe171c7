package io.everstore.local.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.everstore.local.certificates.Forgery;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An edge over TLS before one gateway, which demands a certificate of it. */
class EdgeOverTlsTests {

    @TempDir Path directory;

    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicReference<Headers> arrived = new AtomicReference<>(new Headers());
    private final AtomicReference<String> caller = new AtomicReference<>("");
    private Home home;
    private Transport transport;
    private HttpsServer gateway;
    private Edge edge;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        home = new Home(directory, directory);
        transport = Transport.begin(home, true);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void close() {
        edge.close();
        gateway.stop(0);
    }

    private void open(SSLContext gatewaysOwn) throws IOException {
        gateway = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setHttpsConfigurator(
                new HttpsConfigurator(gatewaysOwn) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters both = getSSLContext().getDefaultSSLParameters();
                        both.setNeedClientAuth(true);
                        parameters.setSSLParameters(both);
                    }
                });
        gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        gateway.createContext("/", this::answer);
        gateway.start();
        int behind = gateway.getAddress().getPort();
        edge =
                new Edge(
                        port,
                        List.of(new NodeSpec("gateway-1", Tier.GATEWAY, 1, behind)),
                        transport.as("edge"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/readyz")) {
                checks.incrementAndGet();
            } else {
                arrived.set(exchange.getRequestHeaders());
                caller.set(((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
            }
            exchange.getResponseHeaders().set("Strict-Transport-Security", "max-age=31536000");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Test
    void servesCustomersAndShowsItsOwnCertificateToTheGateway() throws Exception {
        open(transport.files("gateway-1").orElseThrow().context());

        assertThat(get("https", "localhost").statusCode()).isEqualTo(200);
        assertThat(caller).hasValue("CN=edge");
        assertThat(arrived.get().get("X-Forwarded-Proto")).containsExactly("https");
        assertThat(arrived.get().get("X-Forwarded-Host")).containsExactly("localhost");
        assertThat(arrived.get().get("X-Forwarded-Port")).containsExactly("" + port);
    }

    @Test
    void doesNotMakeBrowsersAvoidThePlainPortsOfThisMachine() throws Exception {
        open(transport.files("gateway-1").orElseThrow().context());

        assertThat(get("https", "localhost").headers().map())
                .doesNotContainKey("strict-transport-security");
    }

    @Test
    void checksTheGatewayOverTls() throws Exception {
        open(transport.files("gateway-1").orElseThrow().context());

        Awaitility.await().until(() -> checks.get() > 1);
    }

    @Test
    void servesNobodyInTheClear() throws Exception {
        open(transport.files("gateway-1").orElseThrow().context());

        assertThatIOException().isThrownBy(() -> get("http", "localhost"));
        assertThat(arrived.get()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void passesNothingOnToAGatewayThatIsNone(Forgery forgery) throws Exception {
        open(forgery.write(home.certificates(), directory.resolve("forged")).context());

        assertThat(get("https", "localhost").statusCode()).isEqualTo(503);
        assertThat(arrived.get()).isEmpty();
        assertThat(checks).hasValue(0);
    }

    /** As a browser that was told to believe the authority. */
    private HttpResponse<String> get(String scheme, String host) throws Exception {
        var address = URI.create("%s://%s:%d/api/products".formatted(scheme, host, port));
        try (HttpClient browser = transport.as("everstore").httpClient().build()) {
            return browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }
}
