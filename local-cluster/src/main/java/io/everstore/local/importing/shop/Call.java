package io.everstore.local.importing.shop;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request to the shop, not yet signed. It may be sent any number of times.
 *
 * @param method HTTP method
 * @param path absolute path with query, for example {@code /api/orders}
 * @param headers further headers, such as {@code Idempotency-Key}
 * @param body what is sent, in UTF-8; empty for none
 * @param timeout from sending until the last byte of the answer; too short and slow answers count
 *     as lost, too long and a dead server holds the caller up
 */
public record Call(
        String method, String path, Map<String, String> headers, String body, Duration timeout) {

    /** A call without body. */
    public static Call of(String method, String path, Duration timeout) {
        return new Call(method, path, Map.of(), "", timeout);
    }

    /** The same call with a JSON body. */
    public Call withJson(String json) {
        return withBody("application/json", json);
    }

    /** The same call with this body. */
    public Call withBody(String contentType, String text) {
        return with("Content-Type", contentType).replaceBody(text);
    }

    /** The same call with one more header. */
    public Call with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, path, Map.copyOf(more), body, timeout);
    }

    private Call replaceBody(String text) {
        return new Call(method, path, headers, text, timeout);
    }

    HttpRequest.Builder toRequest(URI shop) {
        var request =
                HttpRequest.newBuilder(shop.resolve(path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return request;
    }
}
