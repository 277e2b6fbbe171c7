package io.everstore.local.security;

import io.everstore.local.acceptance.Everstore;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A request case as Tcases wrote it down, made into a request. */
record FuzzRequest(JsonNode from, Goods goods) {

    String operation() {
        return from.path("operation").asString() + " " + from.path("path").asString();
    }

    /** What is wrong with it, if anything is. */
    String name() {
        return operation() + ", " + from.path("invalidInput").asString("all valid");
    }

    /**
     * Null if HTTP has no way to say it: a path without the part that names the thing, or a header
     * with characters that headers do not have.
     */
    @Nullable HttpRequest toRequest(String token) {
        String path = from.path("path").asString();
        var query = new ArrayList<String>();
        var headers = new ArrayList<String>(List.of("Everstore-Fuzz", "1"));
        for (JsonNode parameter : from.path("parameters")) {
            String name = parameter.path("name").asString();
            String value = value(parameter);
            switch (parameter.path("in").asString()) {
                case "path" -> {
                    if (value == null || value.isEmpty()) {
                        return null;
                    }
                    path = path.replace("{" + name + "}", encoded(value));
                }
                case "query" -> addTo(query, name, value);
                case "header" -> {
                    if (value != null) {
                        headers.addAll(List.of(name, value));
                    }
                    if (value != null && name.equals("X-XSRF-TOKEN")) {
                        headers.addAll(List.of("Cookie", "XSRF-TOKEN=" + value));
                    }
                }
                default -> throw new AssertionError("a parameter in " + parameter);
            }
        }
        String uri = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        return build(uri, headers, token);
    }

    private @Nullable HttpRequest build(String uri, List<String> headers, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(Shop.EDGE + uri)).timeout(Duration.ofSeconds(15));
        JsonNode body = from.path("body");
        boolean empty = body.path("data").isMissingNode() || body.path("data").isNull();
        String text =
                empty ? "" : plain(body.path("data"), body.path("valid").asBoolean()).toString();
        request.method(
                from.path("operation").asString(),
                empty ? BodyPublishers.noBody() : BodyPublishers.ofString(text));
        try {
            request.headers(headers.toArray(String[]::new));
            if (body.has("mediaType")) {
                request.header("Content-Type", body.path("mediaType").asString());
            }
        } catch (IllegalArgumentException _) {
            return null;
        }
        if (from.has("auth") && !from.path("authFailure").asBoolean()) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.build();
    }

    /** Every other valid name of a thing is that of one there is. */
    private @Nullable String value(JsonNode parameter) {
        String name = parameter.path("name").asString();
        boolean known = List.of("sku", "name", "importId", "id").contains(name);
        if (known && parameter.path("valid").asBoolean() && from.path("id").asInt() % 2 == 0) {
            return goods.in("{" + name + "}");
        }
        JsonNode data = parameter.path("data");
        if (data.isMissingNode() || data.isNull()) {
            return null;
        }
        JsonNode plain = plain(data, false);
        return plain.isString() ? plain.asString() : plain.isNull() ? "" : plain.toString();
    }

    /** Without the types that Tcases writes beside each value; a SKU is one that there is. */
    private JsonNode plain(JsonNode data, boolean skusAreReal) {
        JsonNode value = data.path("value");
        return switch (data.path("type").asString()) {
            case "object" -> {
                ObjectNode object = Everstore.JSON.createObjectNode();
                value.properties()
                        .forEach(
                                each ->
                                        object.set(
                                                each.getKey(),
                                                plain(each.getValue(), skusAreReal)));
                if (skusAreReal && object.path("sku").isString()) {
                    object.put("sku", goods.sku());
                }
                yield object;
            }
            case "array" -> {
                ArrayNode array = Everstore.JSON.createArrayNode();
                value.forEach(each -> array.add(plain(each, skusAreReal)));
                yield array;
            }
            default -> value;
        };
    }

    private static void addTo(List<String> query, String name, @Nullable String value) {
        if (value != null) {
            query.add(encoded(name) + "=" + encoded(value));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
