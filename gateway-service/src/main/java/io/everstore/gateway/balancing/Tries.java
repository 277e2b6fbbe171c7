package io.everstore.gateway.balancing;

import io.everstore.gateway.balancing.Attempt.Answered;
import io.everstore.gateway.balancing.Attempt.Failed;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.springframework.web.servlet.function.ServerRequest;

/** Shows each try as a span: at whom, which one it was, and what became of it. */
final class Tries {

    private final Tracer tracer;

    Tries(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * Tries, in a span that the headers of the request to the instance name as their parent.
     *
     * @param number 1 for the first try
     */
    Attempt at(Instance instance, int number, ServerRequest request, Callable<Attempt> once)
            throws Exception {
        Span span =
                tracer.spanBuilder(request.method() + " try " + number)
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute("http.request.method", request.method().name())
                        .setAttribute("http.request.resend_count", number - 1L)
                        .setAttribute("server.address", instance.base().getHost())
                        .setAttribute("server.port", instance.base().getPort())
                        .startSpan();
        try (Scope _ = span.makeCurrent()) {
            Attempt attempt = once.call();
            describe(attempt, span);
            return attempt;
        } finally {
            span.end();
        }
    }

    private static void describe(Attempt attempt, Span span) {
        switch (attempt) {
            case Answered(var answer) -> {
                int status = answer.statusCode().value();
                span.setAttribute("http.response.status_code", status);
            }
            case Failed(var fault) ->
                    span.setAttribute("error.type", fault.name().toLowerCase(Locale.ROOT));
        }
        if (attempt.outcome() == Outcome.FAILS || attempt.outcome() == Outcome.IS_AWAY) {
            span.setStatus(StatusCode.ERROR);
        }
    }
}
