package io.everstore.resilience.autoconfigure;

import io.everstore.resilience.BodyTooLarge;
import io.everstore.resilience.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses a body that is too long with 413: at once if its length is declared, otherwise (chunked,
 * or HTTP/2 without a length) as soon as more has been read. Comes before everything that reads.
 */
final class BodyLimitFilter extends OncePerRequestFilter {

    private final Settings settings;
    private final JsonMapper json;

    BodyLimitFilter(Settings settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        DataSize limit = settings.sizeFor(pathOf(request));
        if (request.getContentLengthLong() > limit.toBytes()) {
            refuse(response, BodyTooLarge.over(limit));
            return;
        }
        var limited = new LimitedRequest(request, limit);
        Exception failure = null;
        try {
            chain.doFilter(limited, response);
        } catch (IOException | ServletException | RuntimeException e) {
            failure = e;
        }
        BodyTooLarge tooLarge = limited.tooLarge();
        if (tooLarge != null && !response.isCommitted()) {
            // Whatever a handler made of the failed read, this is what was wrong.
            refuse(response, tooLarge);
        } else if (failure != null) {
            rethrow(failure);
        }
    }

    private void refuse(HttpServletResponse response, BodyTooLarge tooLarge) throws IOException {
        response.reset();
        Problems.write(response, json, tooLarge.toProblem());
    }

    private static void rethrow(Exception failure) throws IOException, ServletException {
        switch (failure) {
            case IOException e -> throw e;
            case ServletException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** Decoded and normalised by the container, so that no spelling of a path gets round it. */
    private static String pathOf(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }

    /**
     * How long a request's body may be.
     *
     * @param size where no override fits; default 64 KiB. Too small refuses honest requests; too
     *     large lets a few clients fill the heap, as bodies are held in memory while they are read.
     * @param overrides other sizes for the paths under a prefix, none by default; the first that
     *     fits counts
     */
    @ConfigurationProperties("everstore.resilience.body-limit")
    record Settings(@DefaultValue("64KB") DataSize size, @DefaultValue List<Prefix> overrides) {

        /**
         * A size for some paths.
         *
         * @param prefix of the path within the application, for example {@code /uploads/}
         */
        record Prefix(String prefix, DataSize size) {}

        DataSize sizeFor(String path) {
            for (Prefix override : overrides) {
                if (path.startsWith(override.prefix())) {
                    return override.size();
                }
            }
            return size;
        }
    }
}
