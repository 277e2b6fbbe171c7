package io.everstore.catalog;

import com.jayway.jsonpath.JsonPath;
import java.net.http.HttpResponse;
import java.util.List;

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

    /** The value at a JSON path such as {@code $.items[0].sku}, as text. */
    String text(String path) {
        return String.valueOf(JsonPath.<Object>read(body(), path));
    }

    long number(String path) {
        return JsonPath.<Number>read(body(), path).longValue();
    }

    /** All values at an indefinite JSON path such as {@code $.items[*].sku}, as text. */
    List<String> texts(String path) {
        return JsonPath.<List<Object>>read(body(), path).stream().map(String::valueOf).toList();
    }

    /** The last part of a problem's type, or what came instead of a problem. */
    String problem() {
        if (!header("Content-Type").startsWith("application/problem+json")) {
            return "%d %s: %s".formatted(status(), header("Content-Type"), body());
        }
        return text("$.type").replace("https://everstore.dev/problems/", "");
    }
}
