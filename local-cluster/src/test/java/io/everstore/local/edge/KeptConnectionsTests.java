package io.everstore.local.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
        launcher = EdgeAfterOthers.start();
        port = EdgeAfterOthers.port(launcher);
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

    /** Nobody reads it, but a client that is sending hears nothing, and a reset is no answer. */
    @Test
    void goOnAfterARequestThatIsOfNoUse() throws Exception {
        int bytes = 2_000_000;
        try (Line line = new Line(port)) {
            line.say("POST /api/imports/1 HTTP/1.1\r\nHost: shop\r\nContent-Length: " + bytes);
            line.say("\r\n\r\n" + "x".repeat(bytes / 2));
            assertThat(line.answer()).startsWith("HTTP/1.1 503 ");

            line.say("x".repeat(bytes / 2)).say("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
            assertThat(line.answer()).startsWith("HTTP/1.1 503 ");
        }
    }
}
