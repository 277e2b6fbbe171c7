package io.everstore.tracing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of traces. Their ids are made, passed on and logged in any case.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, as {@code http://collector:4318}; none
 *     by default, and then nothing is recorded
 * @param share of the traces that are recorded, decided where they begin, for all that comes of
 *     them; default 0.05. Too small: the one that a customer complains of is not among them. Too
 *     large: of 500 requests a second come some 2,000 spans, a hundred gigabytes a day
 * @param believesCallers whether a trace that the caller has begun is continued; default true. Not
 *     where strangers call: they could have everything recorded, or their requests shown among
 *     others'
 * @param mostWaiting spans that wait for the collector or are on their way to it, each of about a
 *     kilobyte; default 2,048. What comes when there are as many is dropped and counted. Too small:
 *     a burst loses some. Too large: a collector that hangs costs heap
 * @param timeout for a delivery; default 2 s. Too small: a busy collector gets nothing. Too large:
 *     an instance that stops waits so long for a collector that hangs
 * @param pause between two deliveries; default 1 s. Too small: many small ones. Too large: an
 *     instance that is killed takes so much with it
 */
@ConfigurationProperties("everstore.tracing")
record TracingSettings(
        @DefaultValue("") String endpoint,
        @DefaultValue("0.05") double share,
        @DefaultValue("true") boolean believesCallers,
        @DefaultValue("2048") int mostWaiting,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("1s") Duration pause) {

    TracingSettings {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "everstore.tracing.share must be 0 to 1, not " + share);
        }
        if (mostWaiting < 1) {
            throw new IllegalArgumentException(
                    "everstore.tracing.most-waiting must be at least 1, not " + mostWaiting);
        }
    }

    boolean isExporting() {
        return !endpoint.isBlank();
    }
}
