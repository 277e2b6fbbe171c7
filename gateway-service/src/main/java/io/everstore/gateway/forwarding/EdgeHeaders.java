package io.everstore.gateway.forwarding;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.RequestHttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * What a service gets to see of the client's headers. The services believe what comes from the
 * gateway, so everything with which a client could claim to be someone else ends here: {@code
 * Forwarded}, {@code X-Forwarded-*}, {@code X-Real-IP}, {@code X-User*} and our own {@code
 * Everstore-*}. The forwarding headers are then set anew. Cookies end here, too: the services know
 * only Bearer tokens; and the client's trace, in every form: ours begins at the gateway. {@code
 * Everstore-Purpose} goes on, for it claims nothing but haste: who says "checkout" without need is,
 * in an overload, one of the last to be refused.
 *
 * <p>Of the headers that are for one hop only, the gateway's own filter removes the well-known
 * ones; the ones that {@code Connection} names (RFC 9110, 7.6.1) are removed here, therefore before
 * that filter.
 */
final class EdgeHeaders implements RequestHttpHeadersFilter, Ordered {

    private static final Set<String> DROPPED =
            Set.of(
                    "forwarded",
                    "x-real-ip",
                    "cookie",
                    "x-xsrf-token",
                    "expect",
                    "proxy-connection",
                    "traceparent",
                    "tracestate",
                    "baggage",
                    "b3");
    private static final Set<String> DROPPED_PREFIXES =
            Set.of("x-forwarded-", "x-user", "everstore-", "x-b3-");
    private static final String PURPOSE = "everstore-purpose";

    @Override
    public HttpHeaders apply(HttpHeaders incoming, ServerRequest request) {
        Set<String> onlyForThisHop =
                incoming.getConnection().stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        var outgoing = new HttpHeaders();
        incoming.forEach(
                (name, values) -> {
                    String lowered = name.toLowerCase(Locale.ROOT);
                    if (!onlyForThisHop.contains(lowered) && !isDropped(lowered)) {
                        outgoing.addAll(name, values);
                    }
                });
        addForwarding(outgoing, request.servletRequest());
        return outgoing;
    }

    private static boolean isDropped(String name) {
        return DROPPED.contains(name)
                || (!name.equals(PURPOSE) && DROPPED_PREFIXES.stream().anyMatch(name::startsWith));
    }

    /**
     * Tomcat has already replaced address and scheme if, and only if, a trusted proxy is in front
     * of us.
     */
    private static void addForwarding(HttpHeaders outgoing, HttpServletRequest request) {
        outgoing.set("X-Forwarded-For", request.getRemoteAddr());
        outgoing.set("X-Forwarded-Proto", request.getScheme());
        outgoing.set("X-Forwarded-Host", request.getServerName());
        outgoing.set("X-Forwarded-Port", String.valueOf(request.getServerPort()));
    }

    @Override
    public int getOrder() {
        return 100;
    }
}
