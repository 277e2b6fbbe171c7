package io.everstore.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/** A bucket of the histogram of requests names a trace that took so long. */
class ExemplarTests {

    private static final String OPEN_METRICS =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";

    @Test
    void aBucketNamesARecordedTrace() {
        try (var collector = new Collector();
                var kiosk =
                        Kiosk.with(
                                "everstore.tracing.endpoint=" + collector.endpoint(),
                                "everstore.tracing.share=1")) {
            String trace = kiosk.get("/papers/times").getBody();

            await().untilAsserted(
                            () ->
                                    assertThat(metrics(kiosk).lines())
                                            .anySatisfy(
                                                    line ->
                                                            assertThat(line)
                                                                    .startsWith(
                                                                            "http_server_requests_seconds_bucket{")
                                                                    .contains("/papers/{name}")
                                                                    .contains(
                                                                            "trace_id=\""
                                                                                    + trace
                                                                                    + "\"")));
        }
    }

    @Test
    void namesNoTraceThatNobodyCanLookUp() {
        try (var kiosk = Kiosk.with()) {
            kiosk.get("/papers/times");

            await().untilAsserted(
                            () ->
                                    assertThat(metrics(kiosk))
                                            .contains("/papers/{name}")
                                            .doesNotContain("trace_id"));
        }
    }

    private static String metrics(Kiosk kiosk) {
        return String.valueOf(kiosk.get("/actuator/prometheus", "Accept", OPEN_METRICS).getBody());
    }
}
