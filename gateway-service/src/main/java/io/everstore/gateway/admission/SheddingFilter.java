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
    private final SheddingSettings settings;
    private final LastKnownPages pages;
    private final MeterRegistry meters;
    private final JsonMapper json;

    /**
     * @param limiters are told how long to wait for a turn
     */
    SheddingFilter(
            Map<Importance, Limiter<Duration>> limiters,
            SheddingSettings settings,
            LastKnownPages pages,
            MeterRegistry meters,
            JsonMapper json) {
        this.limiters = limiters;
        this.settings = settings;
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
            turn = limiter.acquire(settings.patience());
        }
        if (turn.isPresent()) {
            serve(request, response, chain, new Turn(importance, turn.get()));
        } else {
            refuse(response, importance);
        }
    }

    private void serve(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, Turn turn)
            throws ServletException, IOException {
        boolean isAnswered = false;
        long start = System.nanoTime();
        try {
            chain.doFilter(request, response);
            isAnswered = response.getStatus() < 500;
        } finally {
            turn.end(isAnswered, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /**
     * Being served, which says how busy we are: answers do. A failure may have waited for a
     * time-out, which is not our haste; but whatever it waits for, a checkout has its answer before
     * it is late, unless there was no processor for it.
     */
    private final class Turn {

        private final Importance importance;
        private final Limiter.Listener listener;

        Turn(Importance importance, Limiter.Listener listener) {
            this.importance = importance;
            this.listener = listener;
        }

        void end(boolean isAnswered, Duration took) {
            if (isAnswered) {
                listener.onSuccess();
            } else if (importance == Importance.CHECKOUT
                    && took.compareTo(settings.lateCheckout()) > 0) {
                listener.onDropped();
            } else {
                listener.onIgnore();
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
