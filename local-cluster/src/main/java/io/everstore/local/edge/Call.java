package io.everstore.local.edge;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Set;

/**
 * A request on its way to a gateway.
 *
 * @param scheme of the shop's address, and of the gateways
 */
record Call(HttpExchange exchange, Body body, Patience patience, String scheme) {

    /** Of one connection, not of what is sent over it; and what only the edge may say. */
    static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "content-length",
                    "expect",
                    "x-real-ip",
                    "forwarded");

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /**
     * As the gateway is to get it.
     *
     * @throws Answered.Illegible if it has characters that the JDK's server lets in and HTTP does
     *     not allow
     */
    HttpRequest to(Gateway gateway) {
        try {
            String target = target(exchange.getRequestURI());
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(
                                    URI.create(scheme + "://" + gateway.spec().address() + target))
                            .timeout(patience.atMost())
                            .method(exchange.getRequestMethod(), body.publisher());
            exchange.getRequestHeaders()
                    .forEach(
                            (name, values) -> {
                                if (isForTheGateway(name.toLowerCase(Locale.ROOT))) {
                                    values.forEach(value -> request.header(name, value));
                                }
                            });
            tellOrigin(request);
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new Answered.Illegible(e);
        }
    }

    /** A client may also name the whole address (RFC 9112, 3.2.2), which would not fit ours. */
    private static String target(URI uri) {
        if (uri.getScheme() == null) {
            return uri.toString();
        }
        return uri.getRawQuery() == null
                ? uri.getRawPath()
                : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /** The gateways believe what we say of a client, so nothing may come from the client itself. */
    private static boolean isForTheGateway(String name) {
        return !HOP_BY_HOP.contains(name) && !name.startsWith("x-forwarded-");
    }

    private void tellOrigin(HttpRequest.Builder request) {
        request.header(
                "X-Forwarded-For", exchange.getRemoteAddress().getAddress().getHostAddress());
        request.header("X-Forwarded-Proto", scheme);
        tellAddress(request);
    }

    /**
     * The address in the browser, without which a gateway takes the shop's own pages for others'.
     */
    private void tellAddress(HttpRequest.Builder request) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        try {
            URI address = new URI(scheme + "://" + host);
            if (address.getHost() != null) {
                int usual = scheme.equals("http") ? HTTP_PORT : HTTPS_PORT;
                int port = address.getPort() < 0 ? usual : address.getPort();
                request.header("X-Forwarded-Host", address.getHost());
                request.header("X-Forwarded-Port", Integer.toString(port));
            }
        } catch (URISyntaxException e) {
            // Nobody's page, then: whatever it asks for is judged as another site's.
        }
    }
}
