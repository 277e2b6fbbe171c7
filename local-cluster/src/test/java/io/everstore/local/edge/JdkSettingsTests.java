package io.everstore.local.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the JDK reads once, in a process that has it read as the launcher does. */
class JdkSettingsTests {

    /** Longer than a request may take to arrive. */
    private static final Duration SLOW = Duration.ofSeconds(50);

    /** Shorter than a gateway keeps a connection that nobody uses. */
    private static final Duration GATEWAYS_KEEP_THEIRS = Duration.ofSeconds(30);

    /** How long its kernel waits at least before it says what it has received. */
    private static final Duration LEAST_DELAY_OF_LINUX = Duration.ofMillis(40);

    private static final List<String> WHOLE =
            List.of("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    private static final List<String> IN_PARTS =
            List.of(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "4\r\nsome\r\n",
                    "4\r\nmore\r\n",
                    "0\r\n\r\n");

    private static final List<String> hosts = new CopyOnWriteArrayList<>();
    private static final List<Socket> ended = new CopyOnWriteArrayList<>();

    private static ServerSocket gateway;
    private static Process launcher;
    private static int port;
    private static Line slow;

    @BeforeAll
    static void open() throws IOException {
        gateway = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(JdkSettingsTests::serve);
        launcher = EdgeAfterOthers.start(gateway.getLocalPort());
        port = EdgeAfterOthers.port(launcher);
        slow = new Line(port, SLOW).say("GET / HTTP/1.1\r\nHost: sh");
    }

    @AfterAll
    static void close() throws Exception {
        slow.close();
        launcher.getOutputStream().close();
        assertThat(launcher.waitFor()).isZero();
        gateway.close();
    }

    /** Else both sides end it at the same time, and one of them while the other is sending. */
    @Test
    void endsConnectionsToAGatewayBeforeThatDoes() throws Exception {
        try (Line line = new Line(port)) {
            await().until(
                            () ->
                                    line.say("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n")
                                            .answer()
                                            .startsWith("HTTP/1.1 200 "));
        }
        assertThat(hosts).as("passed on").containsOnly("shop.example");

        await().atMost(GATEWAYS_KEEP_THEIRS.minusSeconds(5)).until(() -> !ended.isEmpty());
    }

    @Test
    void endsARequestThatDoesNotArrive() throws IOException {
        assertThat(slow.rest()).isEmpty();
    }

    /** Else each part waits until the client's kernel says that it has the one before. */
    @Test
    void sendsThePartsOfAnAnswerAsTheyCome() throws Exception {
        List<Duration> took = new ArrayList<>();
        try (Line line = new Line(port)) {
            for (int i = 0; i < 41; i++) {
                long begin = System.nanoTime();
                line.say("GET /parts HTTP/1.1\r\nHost: shop.example\r\n\r\n").until("0\r\n\r\n");
                took.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        took.sort(null);
        assertThat(took.get(took.size() / 2)).as("median").isLessThan(LEAST_DELAY_OF_LINUX);
    }

    private static void serve() {
        try {
            while (true) {
                Socket connection = gateway.accept();
                connection.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> answer(connection));
            }
        } catch (IOException e) {
            assertThat(gateway.isClosed()).isTrue();
        }
    }

    /** A gateway that is well, and that takes note of who hangs up after a customer's request. */
    private static void answer(Socket connection) {
        boolean hasServed = false;
        try (connection) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                boolean isCheck = line.contains("/readyz");
                boolean isInParts = line.contains("/parts");
                for (; !line.isEmpty(); line = in.readLine()) {
                    if (!isCheck && line.startsWith("Host: ")) {
                        hosts.add(line.substring("Host: ".length()));
                        hasServed = true;
                    }
                }
                for (String part : isInParts ? IN_PARTS : WHOLE) {
                    connection.getOutputStream().write(part.getBytes(ISO_8859_1));
                }
            }
            if (hasServed) {
                ended.add(connection);
            }
        } catch (IOException e) {
            // A check that was given up.
        }
    }
}
