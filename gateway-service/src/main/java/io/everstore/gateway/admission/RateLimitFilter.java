package io.everstore.gateway.admission;

import io.everstore.resilience.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Refuses with 429 who comes too often. Pages and scripts of the storefront are not counted. */
final class RateLimitFilter extends OncePerRequestFilter {

    private final Visitor visitor;
    private final int limit;
    private final RateLimits limits;
    private final MeterRegistry meters;
    private final JsonMapper json;

    RateLimitFilter(
            Visitor visitor, int limit, RateLimits limits, MeterRegistry meters, JsonMapper json) {
        this.visitor = visitor;
        this.limit = limit;
        this.limits = limits;
        this.meters = meters;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return !path.startsWith("/api/") && !path.equals("/login");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        @Nullable String name = visitor.nameIn(request);
        Duration wait =
                name == null ? Duration.ZERO : limits.take(visitor.label() + ":" + name, limit);
        if (wait.isPositive()) {
            refuse(response, wait);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void refuse(HttpServletResponse response, Duration wait) throws IOException {
        meters.counter("gateway.requests.too.many", "per", visitor.label()).increment();
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "too-many-requests",
                        "Too many requests",
                        "More requests came from this %s than one may send; wait a moment"
                                .formatted(visitor.label()));
        response.setHeader(
                HttpHeaders.RETRY_AFTER, String.valueOf(wait.plusMillis(999).toSeconds()));
        Problems.write(response, json, problem);
    }
}
