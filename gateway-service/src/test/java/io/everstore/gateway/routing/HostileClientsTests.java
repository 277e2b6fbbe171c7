package io.everstore.gateway.routing;

import static io.everstore.gateway.Shop.CATALOG;
import static io.everstore.gateway.Shop.ORDER;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.BackEnd;
import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Clients, and a back end, that cost more than they are worth: each meets a limit. */
@GatewayTest
@TestPropertySource(
        properties = {
            "server.tomcat.connection-timeout=500ms",
            "server.tomcat.max-connections=20",
            "server.tomcat.accept-count=5",
            "everstore.routing.orders.deadline=2s",
            "everstore.routing.orders.try-timeout=900ms"
        })
@DirtiesContext
class HostileClientsTests {

    private static final int PATIENCE_MILLIS = 10_000;

    @LocalServerPort int port;

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
    }

    @Test
    void leavesAClientThatNeverEndsItsHeaders() throws IOException {
        try (Socket slow = connect()) {
            send(slow, "GET /api/products HTTP/1.1\r\nHost: x\r\nX-Slow: ");

            assertThat(slow.getInputStream().read()).as("end of the connection").isEqualTo(-1);
        }
    }

    @Test
    void leavesAClientThatNeverEndsItsBody() throws IOException {
        try (Socket slow = connect()) {
            send(slow, order("Content-Length: 100") + "{");

            assertThat(statusLine(slow)).doesNotContain(" 200");
        }
        assertThat(ORDER).allMatch(each -> each.received().isEmpty());
    }

    /** Each byte comes within the time between two packets; all of them together take too long. */
    @Test
    void leavesAClientWhoseBodyTrickles() throws IOException {
        try (Socket slow = connect()) {
            send(slow, order("Content-Length: 1000"));
            String answer = trickle(slow);

            assertThat(answer).contains(" 408");
        }
        assertThat(ORDER).allMatch(each -> each.received().isEmpty());
    }

    @Test
    void refusesHugeHeaders() throws IOException {
        try (Socket huge = connect()) {
            send(huge, "GET / HTTP/1.1\r\nHost: x\r\nX-Huge: " + "x".repeat(9_000) + "\r\n\r\n");

            assertThat(statusLine(huge)).containsPattern(" (400|431)");
        }
    }

    @Test
    void refusesManyHeaders() throws IOException {
        try (Socket many = connect()) {
            send(many, "GET / HTTP/1.1\r\nHost: x\r\n" + "X: 1\r\n".repeat(200) + "\r\n");

            assertThat(statusLine(many)).containsPattern(" (400|431)");
        }
    }

    @Test
    void refusesAChunkedBodyThatGrowsOverTheLimit() throws IOException {
        try (Socket growing = connect()) {
            send(growing, order("Transfer-Encoding: chunked"));
            String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
            for (int i = 0; i < 20; i++) {
                send(growing, chunk);
            }
            send(growing, "0\r\n\r\n");

            assertThat(statusLine(growing)).contains(" 413");
        }
        assertThat(ORDER).allMatch(each -> each.received().isEmpty());
    }

    /** Those that are idle are closed after a while, and then others have their turn. */
    @Test
    void outlivesAFloodOfConnections() throws IOException {
        List<Socket> flood = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                flood.add(openWithoutWaiting());
            }

            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> Shop.send(Shop.request(port, "/readyz")).statusCode() == 200);
        } finally {
            for (Socket each : flood) {
                each.close();
            }
        }
    }

    /** The other side has vanished without a word, as when a host loses its power. */
    @Test
    void hidesABackEndWhoseConnectionsAreHalfOpen() {
        for (int i = 0; i < 6; i++) {
            assertThat(get().statusCode()).as("fills the pools").isEqualTo(200);
        }
        BackEnd vanished = CATALOG.getFirst();
        vanished.alwaysReply(new Reply.Silence());

        for (int i = 0; i < 8; i++) {
            long start = System.nanoTime();
            assertThat(get().statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMillis(2_900));
        }
    }

    @Test
    void refusesAnEndlessAnswer() {
        CATALOG.forEach(
                each -> each.alwaysReply(new Reply.Whole(200, Map.of(), "x".repeat(5_000_000))));

        assertThat(get().statusCode()).isEqualTo(502);
    }

    private HttpResponse<String> get() {
        return Shop.send(Shop.request(port, "/api/products/85123A"));
    }

    private static String order(String length) {
        return """
               POST /api/orders HTTP/1.1
               Host: x
               Authorization: Bearer %s
               Content-Type: application/json
               Idempotency-Key: key-of-16-letters
               %s

               """
                .formatted(SignedTokens.customer(), length)
                .replace("\n", "\r\n");
    }

    /** Sends a byte every 200 ms until there is an answer or the connection ends. */
    private static String trickle(Socket slow) throws IOException {
        slow.setSoTimeout(200);
        for (int sent = 0; sent < 100; sent++) {
            try {
                return new String(slow.getInputStream().readNBytes(12), US_ASCII);
            } catch (SocketTimeoutException _) {
                send(slow, "x");
            }
        }
        return "no answer after 20 s";
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private Socket openWithoutWaiting() throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        } catch (SocketTimeoutException _) {
            // The kernel takes no more: that is the limit.
        }
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String statusLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\r';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
