package io.everstore.catalog.admission;

import com.netflix.concurrency.limits.Limiter;
import io.everstore.resilience.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses at once what could not be answered in time anyway, so that the rest can. The gateway does
 * not ask another instance then, as that would be busy, too. Probes are not refused, for a busy
 * instance is not a dead one; nor is what changes something, for that is rare, and what the staff
 * do takes as long as it takes.
 */
final class AdmissionFilter extends OncePerRequestFilter {

    private final Limiter<Importance> limiter;
    private final MeterRegistry registry;
    private final JsonMapper json;

    AdmissionFilter(Limiter<Importance> limiter, MeterRegistry registry, JsonMapper json) {
        this.limiter = limiter;
        this.registry = registry;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        boolean customers = path.startsWith("/api/") || path.startsWith("/images/");
        return !HttpMethod.GET.matches(request.getMethod())
                || !customers
                || path.startsWith("/api/imports")
                || path.startsWith("/api/stock");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Importance importance = Importance.of(request);
        Optional<Limiter.Listener> admitted = limiter.acquire(importance);
        if (admitted.isEmpty()) {
            refuse(response, importance);
            return;
        }
        boolean answered = false;
        try {
            chain.doFilter(request, response);
            // The wait for a database that is away says nothing about how busy this instance is.
            answered = response.getStatus() < HttpStatus.INTERNAL_SERVER_ERROR.value();
        } finally {
            if (answered) {
                admitted.get().onSuccess();
            } else {
                admitted.get().onIgnore();
            }
        }
    }

    private void refuse(HttpServletResponse response, Importance importance) throws IOException {
        registry.counter("catalog.requests.shed", "importance", importance.label()).increment();
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "overloaded",
                        "Too many people are looking at the shop right now",
                        "Send the same request again in a second");
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Problems.write(response, json, problem);
    }
}
