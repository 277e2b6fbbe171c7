package io.everstore.resilience.autoconfigure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests that Tomcat refuses by itself, as it is given them: byte by byte. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = Kiosk.class,
        properties = {
            "EVERSTORE_NODE=kiosk-1",
            "spring.flyway.enabled=false",
            "spring.autoconfigure.exclude="
                    + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
class TomcatRefusalTests {

    @TempDir static Path secrets;

    @DynamicPropertySource
    static void keys(DynamicPropertyRegistry registry) {
        Tokens.writePublicKey(secrets);
        registry.add("EVERSTORE_SECRETS", secrets::toString);
    }

    @LocalServerPort int port;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET /pages/a%2Fb HTTP/1.1     | 400 | bad-request
                    GET /pages/a%5Cb HTTP/1.1     | 400 | bad-request
                    GET /pages/%00 HTTP/1.1       | 400 | bad-request
                    GET /pages/%zz HTTP/1.1       | 400 | bad-request
                    GET /../pages HTTP/1.1        | 400 | bad-request
                    GET /pages/<b> HTTP/1.1       | 400 | bad-request
                    GET /pages?limit=<b> HTTP/1.1 | 400 | bad-request
                    GET pages HTTP/1.1            | 400 | bad-request
                    G:T /pages HTTP/1.1           | 400 | bad-request
                    TRACE /pages HTTP/1.1         | 405 | method-not-allowed
                    GET /pages HTTP/9.1           | 505 | http-version-not-supported
                    """)
    void answersAFirstLineWithAProblem(String line, int status, String type) throws IOException {
        assertProblem(send(line + "\r\nHost: kiosk\r\n\r\n"), status, type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Host: kiosk/1\\r\\n                                     | 400 | bad-request
                    Host: kiosk\\r\\nHost: other\\r\\n                      | 400 | bad-request
                    Accept: */*\\r\\n                                       | 400 | bad-request
                    Host: kiosk\\r\\nno header\\r\\n                        | 400 | bad-request
                    Host: kiosk\\r\\nContent-Length: many\\r\\n             | 400 | bad-request
                    Host: kiosk\\r\\nTransfer-Encoding: magic\\r\\n         | 501 | not-implemented
                    """)
    void answersHeadersWithAProblem(String headers, int status, String type) throws IOException {
        String lines = headers.replace("\\r\\n", "\r\n");

        assertProblem(send("POST /baskets HTTP/1.1\r\n" + lines + "\r\n"), status, type);
    }

    @Test
    void answersHeadersThatAreTooLongWithAProblem() throws IOException {
        String long20KiB = "x".repeat(20 << 10);

        assertProblem(
                send("GET /pages HTTP/1.1\r\nHost: kiosk\r\nX-Long: " + long20KiB + "\r\n\r\n"),
                400,
                "bad-request");
    }

    private static void assertProblem(String answer, int status, String type) {
        String[] headAndBody = answer.split("\r\n\r\n", 2);
        assertThat(headAndBody[0])
                .startsWith("HTTP/1.1 " + status)
                .contains("\r\nContent-Type: application/problem+json")
                .contains("\r\nEverstore-Served-By: kiosk-1");
        // It may have come in chunks, with their lengths around them.
        String body = headAndBody[1];
        String json = body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1);
        JsonNode problem = JsonMapper.shared().readTree(json);
        assertThat(problem.path("type").asString())
                .isEqualTo("https://everstore.dev/problems/" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asString())
                .isNotBlank()
                .doesNotContain("Exception")
                .doesNotContain("omcat");
    }

    /** Until the server closes the connection, as it does after such a request. */
    private String send(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
