package io.everstore.gateway.degradation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The pages of the catalogue as they were last seen. All visitors see the same ones, so the address
 * alone names a page.
 */
public final class LastKnownPages {

    private static final String INSTEAD = LastKnownPages.class.getName() + ".instead";

    private final Cache<String, StoredPage> pages;
    private final Map<String, CountDownLatch> onTheirWay = new ConcurrentHashMap<>();
    private final PageStoreSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;

    LastKnownPages(PageStoreSettings settings, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
        this.pages =
                Caffeine.newBuilder()
                        .maximumWeight(settings.size().toBytes())
                        .weigher((String address, StoredPage page) -> page.weight())
                        .build();
    }

    /**
     * Has a request answered with the page that is known, without asking for a newer one. This
     * costs about as much as refusing it, so an overload need not leave anybody without the pages
     * that many want. A page that is on its way to somebody else is waited for, up to {@link
     * PageStoreSettings#patience}: a rush for one page is one question.
     *
     * @return false if there is no such page; then the request is as it was
     */
    public boolean showInstead(HttpServletRequest request) {
        if (!isPage(request) || !isKnownSoon(request)) {
            return false;
        }
        request.setAttribute(INSTEAD, true);
        return true;
    }

    private boolean isKnownSoon(HttpServletRequest request) {
        if (usable(request, clock.instant()) != null) {
            return true;
        }
        CountDownLatch arrival = onTheirWay.get(address(request));
        try {
            return arrival != null
                    && arrival.await(settings.patience().toNanos(), TimeUnit.NANOSECONDS)
                    && usable(request, clock.instant()) != null;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Says that a page is on its way, until this is closed. */
    Arrival expect(HttpServletRequest request) {
        String address = address(request);
        CountDownLatch arrival = new CountDownLatch(1);
        if (onTheirWay.putIfAbsent(address, arrival) != null) {
            return () -> {}; // somebody was first
        }
        return () -> {
            onTheirWay.remove(address);
            arrival.countDown();
        };
    }

    /** Closed when the page is there, or will not come. */
    interface Arrival extends AutoCloseable {
        @Override
        void close();
    }

    static boolean isPage(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod());
    }

    static boolean isShownInstead(HttpServletRequest request) {
        return request.getAttribute(INSTEAD) != null;
    }

    /** Null if there is none that may still be shown. */
    @Nullable ServerResponse show(HttpServletRequest request, String why) {
        Instant now = clock.instant();
        StoredPage page = usable(request, now);
        meters.counter(
                        "gateway.pages.last.known",
                        "found",
                        Boolean.toString(page != null),
                        "why",
                        why)
                .increment();
        return page == null ? null : page.toAnswer(now);
    }

    void keep(HttpServletRequest request, ServerResponse answer) {
        int largest = Math.toIntExact(settings.largestPage().toBytes());
        StoredPage page = StoredPage.of(answer, largest, clock.instant());
        if (page != null) {
            pages.put(address(request), page);
        } else if (answer.statusCode().isSameCodeAs(HttpStatus.NOT_FOUND)) {
            pages.invalidate(address(request));
        }
    }

    private @Nullable StoredPage usable(HttpServletRequest request, Instant now) {
        StoredPage page = pages.getIfPresent(address(request));
        return page != null && now.isBefore(page.until()) ? page : null;
    }

    private static String address(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
    }
}
