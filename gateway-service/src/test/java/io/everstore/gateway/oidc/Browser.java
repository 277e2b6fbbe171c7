package io.everstore.gateway.oidc;

import io.everstore.gateway.Shop;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the shop's cookies and follows nothing by itself. */
final class Browser {

    private final Map<String, String> cookies = new TreeMap<>();

    HttpResponse<String> open(int port, String path) {
        return keep(Shop.send(request(port, path).header("Accept", "text/html,*/*;q=0.8")));
    }

    HttpResponse<String> get(int port, String path) {
        return keep(Shop.send(request(port, path).header("Accept", "application/json")));
    }

    HttpResponse<String> post(int port, String path, boolean withCsrfToken) {
        var request = request(port, path).POST(BodyPublishers.noBody());
        if (withCsrfToken) {
            request.header("X-XSRF-TOKEN", cookies.getOrDefault("XSRF-TOKEN", ""));
        }
        return keep(Shop.send(request));
    }

    /** Elsewhere it has no cookies to show. */
    static HttpResponse<String> openElsewhere(URI address) {
        return Shop.send(HttpRequest.newBuilder(address));
    }

    String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    void setCookie(String name, String value) {
        cookies.put(name, value);
    }

    private HttpRequest.Builder request(int port, String path) {
        var request = Shop.request(port, path);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    String.join(
                            "; ",
                            cookies.entrySet().stream()
                                    .map(each -> each.getKey() + "=" + each.getValue())
                                    .toList()));
        }
        return request;
    }

    private HttpResponse<String> keep(HttpResponse<String> answer) {
        for (String header : answer.headers().allValues("Set-Cookie")) {
            for (HttpCookie cookie : HttpCookie.parse("Set-Cookie: " + header)) {
                if (cookie.getMaxAge() == 0) {
                    cookies.remove(cookie.getName());
                } else {
                    cookies.put(cookie.getName(), cookie.getValue());
                }
            }
        }
        return answer;
    }
}
