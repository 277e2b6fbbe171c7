package io.everstore.local.issuer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Keeps the cookies of every site it visits, and follows nothing by itself. */
final class Browser {

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** By the site's port, for all of them are on this machine. */
    private final Map<Integer, Map<String, String>> cookies = new TreeMap<>();

    HttpResponse<String> open(URI page) {
        return send(page, HttpRequest.newBuilder().header("Accept", "text/html,*/*;q=0.8"));
    }

    HttpResponse<String> get(URI resource) {
        return send(resource, HttpRequest.newBuilder().header("Accept", "application/json"));
    }

    HttpResponse<String> submit(URI form, Map<String, String> fields) {
        String body =
                fields.entrySet().stream()
                        .map(
                                field ->
                                        field.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return send(
                form,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
    }

    /** As a script of the shop's own page does it. */
    HttpResponse<String> post(URI resource, String key, String json) {
        return send(
                resource,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .header("X-XSRF-TOKEN", cookie(resource, "XSRF-TOKEN"))
                        .POST(BodyPublishers.ofString(json)));
    }

    String cookie(URI site, String name) {
        return at(site).getOrDefault(name, "");
    }

    /** For two addresses of one site: what is remembered of the one is shown to the other. */
    void share(URI from, URI to) {
        cookies.put(to.getPort(), at(from));
    }

    private Map<String, String> at(URI site) {
        return cookies.computeIfAbsent(site.getPort(), _ -> new TreeMap<>());
    }

    HttpResponse<String> send(URI address, HttpRequest.Builder request) {
        Map<String, String> known = at(address);
        if (!known.isEmpty()) {
            request.header(
                    "Cookie",
                    known.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            var answer =
                    http.send(
                            request.uri(address).timeout(Duration.ofSeconds(20)).build(),
                            BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").stream()
                    .flatMap(header -> HttpCookie.parse("Set-Cookie: " + header).stream())
                    .forEach(
                            cookie -> {
                                if (cookie.getMaxAge() == 0) {
                                    known.remove(cookie.getName());
                                } else {
                                    known.put(cookie.getName(), cookie.getValue());
                                }
                            });
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(address.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
