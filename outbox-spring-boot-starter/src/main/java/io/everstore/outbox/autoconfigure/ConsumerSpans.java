package io.everstore.outbox.autoconfigure;

import io.everstore.outbox.EventTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.RecordInterceptor;

/**
 * Has a listener go on with the trace of the record it is given: each attempt is a span, and what
 * it appends to the outbox is part of the trace. A listener that takes records by the batch is not
 * concerned: a batch is of many traces.
 */
final class ConsumerSpans implements RecordInterceptor<Object, Object> {

    private record Attempt(Span span, Scope scope) {}

    /** A consumer's thread is for one record at a time. */
    private static final ThreadLocal<@Nullable Attempt> CURRENT = new ThreadLocal<>();

    private final Tracer tracer;

    ConsumerSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // when the record is done
    public ConsumerRecord<Object, Object> intercept(
            ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
        end();
        Context sent = EventTrace.context(record.headers());
        Span span =
                tracer.spanBuilder("receive " + record.topic())
                        .setParent(sent)
                        .setSpanKind(SpanKind.CONSUMER)
                        .setAttribute("messaging.system", "kafka")
                        .setAttribute("messaging.destination.name", record.topic())
                        .setAttribute("messaging.destination.partition.id", "" + record.partition())
                        .setAttribute("messaging.kafka.message.key", String.valueOf(record.key()))
                        .startSpan();
        CURRENT.set(new Attempt(span, sent.with(span).makeCurrent()));
        return record;
    }

    @Override
    public void failure(
            ConsumerRecord<Object, Object> record,
            Exception failure,
            Consumer<Object, Object> consumer) {
        Attempt attempt = CURRENT.get();
        if (attempt != null) {
            attempt.span().recordException(failure);
            attempt.span().setStatus(StatusCode.ERROR);
        }
    }

    @Override
    public void afterRecord(
            ConsumerRecord<Object, Object> record, Consumer<Object, Object> consumer) {
        end();
    }

    private void end() {
        Attempt attempt = CURRENT.get();
        if (attempt != null) {
            CURRENT.remove();
            attempt.scope().close();
            attempt.span().end();
        }
    }
}
