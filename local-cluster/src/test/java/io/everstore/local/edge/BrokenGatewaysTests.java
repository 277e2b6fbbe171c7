package io.everstore.local.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An edge before a gateway whose answers are none, or only half of one. */
class BrokenGatewaysTests {

    private static final String REQUEST = "GET /api/products HTTP/1.1\r\nHost: shop\r\n\r\n";

    private volatile String answer = "";
    private ServerSocket gateway;
    private Edge edge;
    private int port;

    @BeforeEach
    void open() throws IOException {
        gateway = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        edge =
                new Edge(
                        port,
                        List.of(new NodeSpec("gateway-1", Tier.GATEWAY, 1, gateway.getLocalPort())),
                        Transport.plain());
    }

    @AfterEach
    void close() throws IOException {
        edge.close();
        gateway.close();
    }

    /** Whatever is asked: says what the test wants it to, and closes the connection. */
    private void serve() {
        while (!gateway.isClosed()) {
            try (Socket asked = gateway.accept()) {
                var request = new Scanner(asked.getInputStream(), ISO_8859_1);
                while (request.hasNextLine() && !request.nextLine().isEmpty()) {
                    // not of interest
                }
                asked.getOutputStream().write(answer.getBytes(ISO_8859_1));
            } catch (IOException e) {
                // The next one, then.
            }
        }
    }

    @Test
    void answersWhereTheGatewaySaysNothing() throws Exception {
        assertIsRefused();
    }

    @Test
    void answersWhereWhatTheGatewaySaysIsNotHttp() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: some\r\n\r\n";

        assertIsRefused();
    }

    private void assertIsRefused() throws IOException {
        try (Line line = new Line(port)) {
            assertThat(line.say(REQUEST).head())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\r\nContent-type: application/problem+json\r\n")
                    .contains("\r\nRetry-after: 1\r\n");
        }
    }

    @Test
    void doesNotMakeHalfAnAnswerLookLikeAWholeOne() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";

        try (Line line = new Line(port)) {
            assertThat(line.say(REQUEST).rest())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("half")
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void endsAWholeAnswer() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n";

        try (Line line = new Line(port)) {
            line.say(REQUEST.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertThat(line.rest()).contains("whole").endsWith("0\r\n\r\n");
        }
    }
}
