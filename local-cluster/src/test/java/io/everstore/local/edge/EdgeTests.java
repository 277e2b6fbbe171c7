package io.everstore.local.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An edge without gateways: what it would pass on is answered with 503. */
class EdgeTests {

    private final HttpClient client = HttpClient.newHttpClient();
    private int port;
    private Edge edge;

    @BeforeEach
    void open() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        edge = new Edge(port, List.of(), Transport.plain());
    }

    @AfterEach
    void close() {
        edge.close();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/prometheus",
                "/actuator/prometheus?x=/api/products",
                "/%61ctuator/prometheus",
                "/actuator;a=b/prometheus"
            })
    void keepsTheMetricsOfTheGatewaysInside(String target) throws Exception {
        assertThat(status(target)).isEqualTo(404);
    }

    @Test
    void passesOnEverythingElse() throws Exception {
        assertThat(status("/api/products?query=/actuator")).isEqualTo(503);
    }

    private int status(String target) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
        return client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }
}
