package io.everstore.gateway.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.everstore.gateway.forwarding.UpstreamTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HealthChecksTests {

    private final ReadinessProbe probe =
            new ReadinessProbe(Duration.ofMillis(200), UpstreamTls.off());

    @Test
    void findsAnInstanceReadyThatAnswers200() throws IOException {
        HttpServer server = answering(200);

        assertThat(probe.check(at(server))).isEqualTo(CheckResult.READY);
        server.stop(0);
    }

    @Test
    void findsAnInstanceNotReadyThatSaysSo() throws IOException {
        HttpServer server = answering(503);

        assertThat(probe.check(at(server))).isEqualTo(CheckResult.NOT_READY);
        server.stop(0);
    }

    @Test
    void isRefusedWhereNobodyListens() throws IOException {
        HttpServer server = answering(200);
        server.stop(0);

        assertThat(probe.check(at(server))).isEqualTo(CheckResult.REFUSED);
    }

    /** The kernel completes the connect for a process that has stopped; it just never answers. */
    @Test
    void missesTheAnswerOfAFrozenInstance() throws IOException {
        try (var frozen = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var instance = at(frozen.getLocalPort());
            long start = System.nanoTime();

            assertThat(probe.check(instance)).isEqualTo(CheckResult.MISSED);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void bringsTheNewsToTheInstancesAndIsNotHeldUpByOneThatHangs() throws IOException {
        HttpServer living = answering(200);
        HttpServer dead = answering(200);
        dead.stop(0);
        var hanging = new CountDownLatch(1);
        var instances =
                new Instances(
                        "catalog",
                        List.of(base(1), at(living).base(), at(dead).base()),
                        Settings.DEFAULTS,
                        new Random(),
                        System::nanoTime);
        Instance first = instances.members().getFirst();
        var checks =
                new HealthChecks(
                        List.of(instances),
                        Duration.ofMillis(20),
                        instance -> {
                            if (instance == first) {
                                hangOn(hanging);
                            }
                            return probe.check(instance);
                        });

        checks.start();
        assertThat(checks.isRunning()).isTrue();
        await().untilAsserted(() -> assertThat(state(instances, 2)).isEqualTo(Instance.State.DOWN));
        assertThat(state(instances, 1)).isEqualTo(Instance.State.IN_ROTATION);

        HttpServer restarted = answering(200, dead.getAddress().getPort());
        await().untilAsserted(
                        () ->
                                assertThat(state(instances, 2))
                                        .isEqualTo(Instance.State.IN_ROTATION));
        assertThat(state(instances, 0)).isEqualTo(Instance.State.IN_ROTATION);

        checks.stop();
        assertThat(checks.isRunning()).isFalse();
        restarted.stop(0);
        living.stop(0);
    }

    private static Instance.State state(Instances instances, int index) {
        return instances.members().get(index).state(System.nanoTime());
    }

    private static void hangOn(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpServer answering(int status) throws IOException {
        return answering(status, 0);
    }

    private static HttpServer answering(int status, int port) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(
                "/readyz",
                exchange -> {
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static Instance at(HttpServer server) {
        return at(server.getAddress().getPort());
    }

    private static Instance at(int port) {
        return new Instance(base(port), Settings.DEFAULTS);
    }

    private static URI base(int port) {
        return UpstreamTls.off().at("127.0.0.1:" + port);
    }
}
