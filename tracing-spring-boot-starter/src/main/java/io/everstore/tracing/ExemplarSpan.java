package io.everstore.tracing;

import io.opentelemetry.api.trace.Span;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Tells Prometheus' histograms which trace is an example of a bucket: one that is recorded. */
final class ExemplarSpan implements SpanContext {

    @Override
    public @Nullable String getCurrentTraceId() {
        var span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : null;
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        var span = Span.current().getSpanContext();
        return span.isValid() ? span.getSpanId() : null;
    }

    @Override
    public boolean isCurrentSpanSampled() {
        return Span.current().getSpanContext().isSampled();
    }

    /** Which spans are kept is decided where their trace begins, not here. */
    @Override
    public void markCurrentSpanAsExemplar() {}
}
