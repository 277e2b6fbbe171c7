package io.everstore.gateway.degradation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Keeps the pages of the catalogue and shows the last one known when no instance can: then all of
 * the catalogue may be away, and what people look at most is still there. An old page says so, and
 * how old it is; what was never seen is a 503 and never an empty page.
 *
 * <p>A page is only shown from here when there is no other: freshness is the business of the caches
 * behind, which hear of changes. All visitors see the same pages, so the address alone names one.
 */
public final class StaleIfError implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private final Cache<String, StoredPage> pages;
    private final PageStoreSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;

    StaleIfError(PageStoreSettings settings, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
        this.pages =
                Caffeine.newBuilder()
                        .maximumWeight(settings.size().toBytes())
                        .weigher((String address, StoredPage page) -> page.weight())
                        .build();
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        if (!request.method().equals(HttpMethod.GET)) {
            return next.handle(request);
        }
        ServerResponse answer = next.handle(request);
        return isFailure(answer) ? lastKnown(request, answer) : kept(request, answer);
    }

    private static boolean isFailure(ServerResponse answer) {
        return answer.statusCode().is5xxServerError()
                && !answer.statusCode().isSameCodeAs(HttpStatus.NOT_IMPLEMENTED);
    }

    private ServerResponse kept(ServerRequest request, ServerResponse answer) {
        int largest = Math.toIntExact(settings.largestPage().toBytes());
        StoredPage page = StoredPage.of(answer, largest, clock.instant());
        if (page != null) {
            pages.put(address(request), page);
        } else if (answer.statusCode().isSameCodeAs(HttpStatus.NOT_FOUND)) {
            pages.invalidate(address(request));
        }
        return answer;
    }

    private ServerResponse lastKnown(ServerRequest request, ServerResponse failure) {
        @Nullable StoredPage page = pages.getIfPresent(address(request));
        Instant now = clock.instant();
        boolean isUsable = page != null && now.isBefore(page.until());
        meters.counter("gateway.pages.last.known", "found", Boolean.toString(isUsable)).increment();
        return page != null && isUsable ? page.toAnswer(now) : failure;
    }

    private static String address(ServerRequest request) {
        URI uri = request.uri();
        return uri.getRawQuery() == null
                ? uri.getRawPath()
                : uri.getRawPath() + "?" + uri.getRawQuery();
    }
}
