package io.everstore.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Which trace an event is part of, as text (W3C Trace Context, version 00): in a column of its row
 * and in the header {@value #HEADER} of its record.
 */
public final class EventTrace {

    static final String HEADER = "traceparent";

    private EventTrace() {}

    /** Of a span, for those that it brings forth; null if it is of no trace. */
    public static @Nullable String of(Span span) {
        SpanContext context = span.getSpanContext();
        return context.isValid()
                ? "00-%s-%s-%s"
                        .formatted(
                                context.getTraceId(),
                                context.getSpanId(),
                                context.getTraceFlags().asHex())
                : null;
    }

    /** The context to go on in; the root if there is no trace, or what it is cannot be read. */
    public static Context context(@Nullable String traceparent) {
        return traceparent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), traceparent, new Alone());
    }

    /** As {@link #context(String)}, of a record. */
    public static Context context(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return context(
                header == null || header.value() == null
                        ? null
                        : new String(header.value(), UTF_8));
    }

    /** Makes a record part of the trace; of none if that is null. */
    public static void addTo(Headers headers, @Nullable String traceparent) {
        if (traceparent != null) {
            headers.add(HEADER, traceparent.getBytes(UTF_8));
        }
    }

    /** A text that stands for all headers, as it is the only one. */
    private static final class Alone implements TextMapGetter<String> {

        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String name) {
            return name.equals(HEADER) ? traceparent : null;
        }
    }
}
