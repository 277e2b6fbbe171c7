package io.everstore.chaos.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.chaos.fault.Disturbance.WrongAnswer;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a link does to the bytes of a connection, with a server that says everything back. */
class LinkProxyTests {

    private static final int PATIENCE_MILLIS = 1000;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private ServerSocket server;
    private LinkProxy proxy;
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::echo);
        int port = server.getLocalPort();
        // Above the port of the server there is room; below 1000 there would be none.
        int offset = port > 60_000 ? -1000 : 1000;
        proxy =
                new LinkProxy(
                        new NodeSpec("echo", Tier.ORDER, 1, port), offset, Map.of("6401", "7401"));
        client = new Socket(InetAddress.getLoopbackAddress(), port + offset);
        client.setSoTimeout(PATIENCE_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    private void echo() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                byte[] buffer = new byte[1000];
                for (int n = connection.getInputStream().read(buffer);
                        n > 0;
                        n = connection.getInputStream().read(buffer)) {
                    heard.add(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    connection.getOutputStream().write(buffer, 0, n);
                }
            } catch (IOException e) {
                // The next connection.
            }
        }
    }

    private String say(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        byte[] answer = new byte[1000];
        int n = client.getInputStream().read(answer);
        return n < 0 ? "" : new String(answer, 0, n, StandardCharsets.UTF_8);
    }

    @Test
    void passesBytesOn() throws IOException {
        assertThat(say("hello")).isEqualTo("hello");
    }

    @Test
    void replacesWhatASentinelSaysOfPorts() throws IOException {
        assertThat(say("$4\r\n6401\r\n")).isEqualTo("$4\r\n7401\r\n");
    }

    @Test
    void delaysAnswers() throws IOException {
        proxy.disturb(new Disturbance.Latency(Duration.ofMillis(300), Duration.ZERO));
        long begin = System.nanoTime();
        assertThat(say("hello")).isEqualTo("hello");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(300), Duration.ofMillis(900));
    }

    @Test
    void losesWhatFallsIntoABlackHole() {
        proxy.disturb(new Disturbance.BlackHole());
        assertThatThrownBy(() -> say("hello")).isInstanceOf(SocketTimeoutException.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void losesOnlyAnswersInAPartitionOfOneDirection() {
        proxy.disturb(new Disturbance.OneWay());
        assertThatThrownBy(() -> say("hello")).isInstanceOf(SocketTimeoutException.class);
        assertThat(heard).containsExactly("hello");
    }

    @Test
    void endsConnectionsThatHaveLostSomething() throws IOException {
        proxy.disturb(new Disturbance.BlackHole());
        assertThatThrownBy(() -> say("hello")).isInstanceOf(SocketTimeoutException.class);
        proxy.heal();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void resetsConnections() {
        proxy.disturb(new Disturbance.Reset(1));
        assertThatThrownBy(() -> say("hello"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void resetsTheConnectionWhenTheServerHasHeard() {
        proxy.disturb(new Disturbance.ResetAfter("COMMIT"));
        assertThatThrownBy(() -> say("COMMIT")).hasMessageContaining("reset");
        Awaitility.await().untilAsserted(() -> assertThat(heard).containsExactly("COMMIT"));
    }

    @Test
    void leavesOtherTextsAlone() throws IOException {
        proxy.disturb(new Disturbance.ResetAfter("COMMIT"));
        assertThat(say("SELECT 1")).isEqualTo("SELECT 1");
    }

    @Test
    void answersSomethingElse() throws IOException {
        proxy.disturb(new WrongAnswer(WrongAnswer.Kind.STATUS_500));
        assertThat(say("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 500 ");
    }

    @Test
    void changesKeysOnTheirWay() throws IOException {
        proxy.disturb(new Disturbance.ForgetKeys());
        String line = "Idempotency-Key: chaos-abc-0000012\r\n";
        assertThat(say(line)).hasSameSizeAs(line).startsWith("Idempotency-Key: chaos-abc-000");
        assertThat(heard).doesNotContain(line);
    }
}
