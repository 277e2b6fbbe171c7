package io.everstore.local.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JDK's server lets in, and its client would not let out. */
class OddRequestsTests {

    private static final String END = "Host: shop\r\nConnection: close\r\n\r\n";

    private final AtomicReference<String> arrived = new AtomicReference<>("");
    private StandInGateway gateway;
    private Edge edge;
    private int port;

    @BeforeEach
    void open() throws IOException {
        gateway = new StandInGateway(1, this::answer);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        edge = new Edge(port, List.of(gateway.spec()), Transport.plain());
    }

    @AfterEach
    void close() {
        edge.close();
        gateway.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        arrived.set(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        StandInGateway.answer(exchange);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GE(T / HTTP/1.1\r\n",
                "CONNECT / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nNote: a\u0001b\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
            })
    void refusesWhatIsNotHttp(String start) throws Exception {
        String answer = exchange(start + END + "no chunk\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("\r\nContent-type: application/problem+json\r\n")
                .contains("\r\nConnection: close\r\n")
                .contains("/problems/illegible");
        assertThat(arrived).hasValue("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://shop/api/products", "http://shop:8080/api/products"})
    void takesAWholeAddressForItsPath(String address) throws Exception {
        assertThat(exchange("GET " + address + "?query=a%20b HTTP/1.1\r\n" + END))
                .startsWith("HTTP/1.1 200 ");
        assertThat(arrived).hasValue("GET /api/products?query=a%20b");
    }

    @Test
    void keepsTheMetricsInsideFromWholeAddressesToo() throws Exception {
        assertThat(exchange("GET http://shop/actuator/prometheus HTTP/1.1\r\n" + END))
                .startsWith("HTTP/1.1 404 ");
        assertThat(arrived).hasValue("");
    }

    private String exchange(String request) throws IOException {
        try (Line line = new Line(port)) {
            return line.say(request).answer();
        }
    }
}
