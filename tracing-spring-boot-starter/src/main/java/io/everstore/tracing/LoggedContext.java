package io.everstore.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Has the log know which trace, and which span of it, a thread is working on. */
final class LoggedContext implements ContextStorage {

    /** Also what problems call it, see {@code io.everstore.resilience.Problems}. */
    static final String TRACE = "traceId";

    private static final String SPAN = "spanId";

    private final ContextStorage storage;

    LoggedContext(ContextStorage storage) {
        this.storage = storage;
    }

    @Override
    public Scope attach(Context next) {
        Context before = storage.current();
        Scope scope = storage.attach(next);
        if (next == before) {
            return scope;
        }
        name(next);
        return () -> {
            scope.close();
            name(before);
        };
    }

    @Override
    public @Nullable Context current() {
        return storage.current();
    }

    private static void name(@Nullable Context context) {
        SpanContext span =
                context == null
                        ? SpanContext.getInvalid()
                        : Span.fromContext(context).getSpanContext();
        if (span.isValid()) {
            MDC.put(TRACE, span.getTraceId());
            MDC.put(SPAN, span.getSpanId());
        } else {
            MDC.remove(TRACE);
            MDC.remove(SPAN);
        }
    }
}
