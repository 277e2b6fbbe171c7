package io.everstore.gateway.admission;

import com.netflix.concurrency.limits.Limiter;
import io.everstore.gateway.degradation.LastKnownPages;
import io.everstore.resilience.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses at once what could not be answered in time anyway, so that the rest can: browsing first,
 * checkouts last. Who asks for a page that others have seen gets that one, marked as old; who asks
 * for another one, or orders, waits a moment for a turn, for it may be a hiccup. Not refused are
 * probes, for a busy gateway is not a dead one; and what takes as long as it takes and has limits
 * of its own: imports, and live views of an order.
 */
final class SheddingFilter extends OncePerRequestFilter {

    private final Map<Importance, Limiter<Duration>> limiters;
    private final Duration patience;
    private final LastKnownPages pages;
    private final MeterRegistry meters;
    private final JsonMapper json;

    /**
     * @param limiters are told how long to wait for a turn
     */
    SheddingFilter(
            Map<Importance, Limiter<Duration>> limiters,
            Duration patience,
            LastKnownPages pages,
            MeterRegistry meters,
            JsonMapper json) {
        this.limiters = limiters;
        this.patience = patience;
        this.pages = pages;
        this.meters = meters;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.equals("/livez")
                || path.equals("/readyz")
                || path.startsWith("/actuator")
                || path.startsWith("/api/imports")
                || path.startsWith("/api/stock")
                || (path.startsWith("/api/orders/") && path.endsWith("/events"));
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Importance importance = Importance.of(request);
        Limiter<Duration> limiter = Objects.requireNonNull(limiters.get(importance));
        Optional<Limiter.Listener> turn = limiter.acquire(Duration.ZERO);
        if (turn.isEmpty() && pages.showInstead(request)) {
            chain.doFilter(request, response);
            return;
        }
        if (turn.isEmpty()) {
            turn = limiter.acquire(patience);
        }
        if (turn.isPresent()) {
            serve(request, response, chain, turn.get());
        } else {
            refuse(response, importance);
        }
    }

    private static void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            Limiter.Listener turn)
            throws ServletException, IOException {
        boolean tellsHowBusyWeAre = false;
        try {
            chain.doFilter(request, response);
            // A failure may have waited for a time-out, which is not our haste.
            tellsHowBusyWeAre = response.getStatus() < 500;
        } finally {
            if (tellsHowBusyWeAre) {
                turn.onSuccess();
            } else {
                turn.onIgnore();
            }
        }
    }

    private void refuse(HttpServletResponse response, Importance importance) throws IOException {
        meters.counter("gateway.requests.shed", "importance", importance.label()).increment();
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "overloaded",
                        "Too many people are in the shop right now",
                        "Nothing was done; send the same request again in a second");
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Problems.write(response, json, problem);
    }
}
