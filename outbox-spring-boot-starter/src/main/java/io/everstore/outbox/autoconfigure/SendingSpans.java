package io.everstore.outbox.autoconfigure;

import io.everstore.outbox.EventTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Shows how long an event waited in the outbox: from its append until the brokers have it, or did
 * not take it. An event of a trace that is not recorded has no span, and passes its trace on.
 */
final class SendingSpans {

    private final Tracer tracer;

    SendingSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    Span begin(PendingEvent event) {
        Context appended = EventTrace.context(event.traceparent());
        Span span = Span.fromContext(appended);
        return span.getSpanContext().isSampled()
                ? tracer.spanBuilder("send " + event.topic())
                        .setParent(appended)
                        .setSpanKind(SpanKind.PRODUCER)
                        .setStartTimestamp(event.createdAt())
                        .setAttribute("messaging.system", "kafka")
                        .setAttribute("messaging.destination.name", event.topic())
                        .setAttribute("messaging.kafka.message.key", event.key())
                        .setAttribute("cloudevents.event_type", event.type())
                        .startSpan()
                : span;
    }

    static void end(Span span, @Nullable Throwable problem) {
        if (problem != null) {
            span.recordException(problem);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
