package io.everstore.gateway.web;

import io.everstore.gateway.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * The storefront, if this gateway has it. It may also run without, for example where the pages come
 * from a CDN.
 *
 * @param page its one HTML document
 */
record Storefront(@Nullable Page page) {

    static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    static Problem notFound() {
        return Problem.of(
                HttpStatus.NOT_FOUND,
                "not-found",
                "Not found",
                "Nothing is here. The API is described at /openapi.");
    }

    List<String> inlineScripts() {
        return page == null ? List.of() : page.inlineScripts();
    }
}
