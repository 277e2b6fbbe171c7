package io.everstore.gateway.degradation;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Keeps the pages of the catalogue and shows the last one known when no instance can: then all of
 * the catalogue may be away, and what people look at most is still there. So it does when there is
 * no time for this visitor ({@link LastKnownPages#showInstead}). An old page says so, and how old
 * it is; what was never seen is a 503 and never an empty page.
 *
 * <p>Otherwise nothing is shown from here: freshness is the business of the caches behind, which
 * hear of changes.
 */
public final class StaleIfError implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private final LastKnownPages pages;

    StaleIfError(LastKnownPages pages) {
        this.pages = pages;
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        HttpServletRequest asked = request.servletRequest();
        if (!LastKnownPages.isPage(asked)) {
            return next.handle(request);
        }
        if (LastKnownPages.isShownInstead(asked)) {
            ServerResponse page = pages.show(asked, "overload");
            // Pushed out a moment ago: one more in the crowd does no harm.
            return page == null ? next.handle(request) : page;
        }
        ServerResponse answer = fetch(request, next);
        ServerResponse page = isFailure(answer) ? pages.show(asked, "failure") : null;
        return page == null ? answer : page;
    }

    private ServerResponse fetch(ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        HttpServletRequest asked = request.servletRequest();
        try (var _ = pages.expect(asked)) {
            ServerResponse answer = next.handle(request);
            if (!isFailure(answer)) {
                pages.keep(asked, answer);
            }
            return answer;
        }
    }

    private static boolean isFailure(ServerResponse answer) {
        return answer.statusCode().is5xxServerError()
                && !answer.statusCode().isSameCodeAs(HttpStatus.NOT_IMPLEMENTED);
    }
}
