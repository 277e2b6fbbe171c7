package io.everstore.local.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an exchange whose handler fails as nobody has foreseen. */
class AnsweredTests {

    private HttpServer server;

    private Line open(HttpHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", new Answered(handler));
        server.start();
        return new Line(server.getAddress().getPort());
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void answersAfterAnException() throws Exception {
        try (Line line =
                open(
                        _ -> {
                            throw new IllegalStateException("unforeseen");
                        })) {
            assertIsProblem(line);
        }
    }

    @Test
    void answersAfterAnError() throws Exception {
        try (Line line =
                open(
                        _ -> {
                            throw new OutOfMemoryError("unforeseen");
                        })) {
            assertIsProblem(line);
        }
    }

    private static void assertIsProblem(Line line) throws IOException {
        assertThat(line.say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n").head())
                .startsWith("HTTP/1.1 502 ")
                .contains("\r\nContent-type: application/problem+json\r\n")
                .contains("\r\nRetry-after: 1\r\n")
                .doesNotContain("unforeseen");
    }

    @Test
    void breaksOffAfterHalfAnAnswer() throws Exception {
        try (Line line = open(AnsweredTests::answerHalf)) {
            assertThat(line.say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n").rest())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("half")
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    private static void answerHalf(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("half".getBytes(UTF_8));
        exchange.getResponseBody().flush();
        throw new IllegalStateException("unforeseen");
    }

    @Test
    void leavesTheConnectionForTheNextRequest() throws Exception {
        try (Line line =
                open(
                        _ -> {
                            throw new IllegalStateException("unforeseen");
                        })) {
            for (int i = 0; i < 2; i++) {
                String head = line.say("HEAD / HTTP/1.1\r\nHost: shop\r\n\r\n").head();
                assertThat(head).startsWith("HTTP/1.1 502 ");
            }
        }
    }
}
