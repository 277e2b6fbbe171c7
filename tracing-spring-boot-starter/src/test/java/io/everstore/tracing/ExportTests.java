package io.everstore.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** What reaches the collector, and what a collector that is no good does to requests: nothing. */
class ExportTests {

    private static final String ALL = "everstore.tracing.share=1";
    private static final String SOON = "everstore.tracing.pause=50ms";

    @Test
    void tellsTheCollectorOfARequest() {
        try (var collector = new Collector();
                var kiosk =
                        Kiosk.with(
                                "OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.endpoint(),
                                "EVERSTORE_NODE=kiosk-7",
                                ALL,
                                SOON)) {
            String trace = kiosk.get("/papers/times").getBody();

            await().until(() -> collector.knows(trace, "GET /papers/{name}"));
            assertThat(collector.knows(trace, "kiosk-7")).isTrue();
            assertThat(spans(kiosk, "delivered")).isEqualTo(1);
        }
    }

    @Test
    void recordsWhatTheCallerHasRecordedAndNothingElseWhenTheShareIsNothing() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        try (var collector = new Collector();
                var kiosk =
                        Kiosk.with(
                                "everstore.tracing.endpoint=" + collector.endpoint(),
                                "everstore.tracing.share=0",
                                SOON)) {
            String other = kiosk.get("/papers/sun").getBody();
            kiosk.get("/papers/times", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

            await().until(() -> collector.knows(trace, "/papers/times"));
            assertThat(collector.knows(other, "")).isFalse();
        }
    }

    @Test
    void sendsWhatIsLeftWhenTheServiceStops() {
        try (var collector = new Collector()) {
            String trace;
            try (var kiosk =
                    Kiosk.with(
                            "everstore.tracing.endpoint=" + collector.endpoint(),
                            "everstore.tracing.pause=1h",
                            "everstore.tracing.timeout=30s",
                            ALL)) {
                trace = kiosk.get("/papers/times").getBody();
            }
            assertThat(collector.knows(trace, "GET /papers/{name}")).isTrue();
        }
    }

    @Test
    void countsWhatACollectorRefusesAndGoesOnWhenItTakesAgain() {
        try (var collector = new Collector();
                var kiosk =
                        Kiosk.with(
                                "everstore.tracing.endpoint=" + collector.endpoint(), ALL, SOON)) {
            collector.answer(503);
            kiosk.get("/papers/times");
            await().until(() -> spans(kiosk, "lost") == 1);

            collector.answer(200);
            String trace = kiosk.get("/papers/times").getBody();
            await().until(() -> collector.knows(trace, "GET /papers/{name}"));
        }
    }

    /**
     * The connection is accepted and nothing comes back for a minute: where requests waited for it,
     * nothing would be dropped.
     */
    @Test
    void answersWhileTheCollectorSwallowsWhatItIsSent() throws IOException {
        try (var blackHole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (var kiosk =
                    Kiosk.with(
                            "everstore.tracing.endpoint=http://127.0.0.1:"
                                    + blackHole.getLocalPort(),
                            "everstore.tracing.timeout=1m",
                            "everstore.tracing.most-waiting=4",
                            ALL,
                            SOON)) {
                kiosk.get("/papers/times");
                try (Socket stuck = blackHole.accept()) {
                    assertThat(stuck.getInputStream().read()).isEqualTo('P'); // of POST

                    for (int i = 0; i < 20; i++) {
                        assertThat(kiosk.get("/papers/times").getStatusCode().value())
                                .isEqualTo(200);
                    }
                    // A span ends a moment after its request is answered.
                    await().until(() -> spans(kiosk, "dropped") == 21 - 4);
                    assertThat(spans(kiosk, "delivered")).isZero();
                    blackHole.close();
                }
                await().until(() -> spans(kiosk, "lost") == 4);
            }
        }
    }

    private static double spans(Kiosk kiosk, String outcome) {
        return kiosk.context
                .getBean(MeterRegistry.class)
                .get("everstore.tracing.spans")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
