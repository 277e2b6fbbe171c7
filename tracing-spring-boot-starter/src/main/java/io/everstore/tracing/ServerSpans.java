package io.everstore.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Begins a trace with each request, or continues the caller's (W3C Trace Context). Where callers
 * are not believed, their {@code traceparent} and {@code tracestate} are not read, and the answer
 * names the trace that was begun instead, in {@value #ANSWERED}.
 *
 * <p>Not for probes and metrics, of which there are more than customers.
 */
final class ServerSpans extends OncePerRequestFilter {

    static final String ANSWERED = "Everstore-Trace";

    private static final String CONTEXT = ServerSpans.class.getName();

    private final Tracer tracer;
    private final boolean believesCallers;

    ServerSpans(Tracer tracer, boolean believesCallers) {
        this.tracer = tracer;
        this.believesCallers = believesCallers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/livez") || path.equals("/readyz") || path.startsWith("/actuator");
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(CONTEXT) instanceof Context known) {
            // Dispatched again: to its error page, or back from another thread.
            try (Scope _ = known.makeCurrent()) {
                chain.doFilter(request, response);
            }
            return;
        }
        Context parent = parent(request);
        Span span = begin(parent, request);
        Context context = parent.with(span);
        request.setAttribute(CONTEXT, context);
        if (!believesCallers) {
            response.setHeader(ANSWERED, span.getSpanContext().getTraceId());
        }
        try (Scope _ = context.makeCurrent()) {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            span.recordException(e);
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new Ending(span, request, response));
            } else {
                end(span, request, response);
            }
        }
    }

    private Context parent(HttpServletRequest request) {
        return believesCallers
                ? W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), request, new Headers())
                : Context.root();
    }

    private Span begin(Context parent, HttpServletRequest request) {
        return tracer.spanBuilder(request.getMethod())
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
    }

    private static void end(Span span, HttpServletRequest request, HttpServletResponse response) {
        if (span.isRecording()) {
            int status = response.getStatus();
            span.setAttribute("http.request.method", request.getMethod());
            span.setAttribute("url.path", request.getRequestURI());
            span.setAttribute("http.response.status_code", status);
            Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
            if (route != null) {
                span.setAttribute("http.route", route.toString());
                span.updateName(request.getMethod() + " " + route);
            }
            if (status >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }

    private static final class Headers implements TextMapGetter<HttpServletRequest> {

        @Override
        public Iterable<String> keys(HttpServletRequest request) {
            return Collections.list(request.getHeaderNames());
        }

        @Override
        public @Nullable String get(@Nullable HttpServletRequest request, String name) {
            return request == null ? null : request.getHeader(name);
        }
    }

    /** For an answer that goes on after the handler has returned, as a stream of events does. */
    private record Ending(Span span, HttpServletRequest request, HttpServletResponse response)
            implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            end(span, request, response);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
