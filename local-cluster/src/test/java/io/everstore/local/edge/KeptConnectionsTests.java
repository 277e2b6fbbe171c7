package io.everstore.local.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections to an edge in a process like the launcher; without gateways it answers with 503. */
class KeptConnectionsTests {

    /** More than were under way when the edge closed connections under five times the load. */
    private static final int CROWD = 1_200;

    private static final Duration THE_JDKS_CLIENT_KEEPS_ITS_OWN = Duration.ofSeconds(30);

    private static Process launcher;
    private static int port;

    @BeforeAll
    static void open() throws IOException {
        launcher =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                EdgeAfterOthers.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var said = new BufferedReader(new InputStreamReader(launcher.getInputStream(), UTF_8));
        port = Integer.parseInt(said.readLine());
    }

    @AfterAll
    static void close() throws Exception {
        launcher.getOutputStream().close();
        assertThat(launcher.waitFor()).isZero();
    }

    @Test
    void stayOpenAfterACrowd() throws Exception {
        List<Line> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            crowd.add(new Line(port));
        }
        for (int round = 0; round < 3; round++) {
            for (Line line : crowd) {
                line.say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
            }
            for (Line line : crowd) {
                assertThat(line.answer())
                        .as("answer in round %s", round)
                        .startsWith("HTTP/1.1 503 ");
            }
        }
        for (Line line : crowd) {
            line.close();
        }
    }

    /** Else both end it at the same time, and one of them while the other is sending. */
    @Test
    void areKeptForLongerThanByClients() throws Exception {
        try (Line line = new Line(port)) {
            String head = line.say("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").head();
            var seconds = Pattern.compile("Keep-alive: timeout=(\\d+)\r\n").matcher(head);

            assertThat(seconds.find()).isTrue();
            assertThat(Duration.ofSeconds(Long.parseLong(seconds.group(1))))
                    .isGreaterThan(THE_JDKS_CLIENT_KEEPS_ITS_OWN.plusSeconds(10));
        }
    }

    @Test
    void carryTheAnswerToARequestThatIsNotReadToItsEnd() throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/imports/1"))
                        .POST(BodyPublishers.ofByteArray(new byte[2_000_000]));
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.send(request.build(), BodyHandlers.discarding()).statusCode())
                        .isEqualTo(503);
            }
        }
    }
}
