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
 * @param home the same, showing the welcome at once: a visitor of / need not wait for scripts
 */
record Storefront(@Nullable Page page, @Nullable Page home) {

    private static final String HIDDEN_WELCOME = "id=\"welcome\" hidden";

    static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    static Storefront of(byte[] html, SignInPlace signIn) {
        String text = signIn.tellIn(new String(html, StandardCharsets.UTF_8));
        String home = text.replace(HIDDEN_WELCOME, "id=\"welcome\"");
        return new Storefront(
                Page.of(text.getBytes(StandardCharsets.UTF_8)),
                Page.of(home.getBytes(StandardCharsets.UTF_8)));
    }

    static Storefront none() {
        return new Storefront(null, null);
    }

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
