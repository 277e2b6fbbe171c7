package io.everstore.catalog;

import com.jayway.jsonpath.JsonPath;
import java.net.http.HttpResponse;

/** What the service answered. */
record Answer(HttpResponse<String> response) {

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    String body() {
        return response.body();
    }

    /** The value at a JSON path, such as {@code $.items[*].sku}. */
    <T> T at(String path) {
        return JsonPath.read(body(), path);
    }

    /** The last part of a problem's type, or what came instead of a problem. */
    String problem() {
        if (!header("Content-Type").startsWith("application/problem+json")) {
            return "%d %s: %s".formatted(status(), header("Content-Type"), body());
        }
        String type = at("$.type");
        return type.replace("https://everstore.dev/problems/", "");
    }
}
