package io.everstore.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpositionTests {

    @Test
    void readsNamesLabelsAndValues() {
        Exposition metrics =
                Exposition.parse(
                        """
                        # HELP everstore_outbox_pending events that wait
                        # TYPE everstore_outbox_pending gauge
                        everstore_outbox_pending 3.0
                        catalog_pages_total{kind="product",source="near",stale="false"} 12.0
                        catalog_pages_total{kind="a \\"b\\"",source="redis"} 1.5E2
                        odd_one +Inf
                        not a metric
                        """);

        assertThat(metrics.largest("everstore_outbox_pending")).isEqualTo(3);
        assertThat(metrics.largest("catalog_pages_total")).isEqualTo(150);
        assertThat(metrics.largest("odd_one")).isInfinite();
        assertThat(metrics.largest("missing")).isZero();
        assertThat(metrics.named("catalog_pages_total"))
                .extracting(sample -> sample.label("source"))
                .containsExactly("near", "redis");
    }
}
