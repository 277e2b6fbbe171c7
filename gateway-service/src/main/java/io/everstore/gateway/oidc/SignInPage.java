package io.everstore.gateway.oidc;

import io.everstore.gateway.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What a customer sees who cannot be signed in: what happened, and what to do. */
enum SignInPage {
    AWAY(
            HttpStatus.SERVICE_UNAVAILABLE,
            "sign-in-away",
            "Signing in is not possible at the moment",
            "The service that knows our customers does not answer. Please try again in a moment. "
                    + "Your basket is safe, and whoever is signed in can go on."),
    BROKEN_OFF(
            HttpStatus.BAD_REQUEST,
            "sign-in-broken-off",
            "You are not signed in",
            "Signing in was broken off, took too long, or was begun in another browser."),
    UNUSABLE(
            HttpStatus.BAD_GATEWAY,
            "sign-in-unusable",
            "You are not signed in",
            "The service that knows our customers signed you in, but not for this shop. "
                    + "Please tell us; trying again will hardly help.");

    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private static final MediaType HTML =
            new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en-GB">
            <head>
              <meta charset="utf-8">
              <title>%1$s · Everstore</title>
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <link rel="stylesheet" href="/store.css">
            </head>
            <body>
              <main class="wrap narrow">
                <h1>%1$s</h1>
                <p>%2$s</p>
                <p><a href="/login">Try again</a> or <a href="/">back to the shop</a></p>
              </main>
            </body>
            </html>
            """;

    private final HttpStatus status;
    private final String name;
    private final String title;
    private final String detail;

    SignInPage(HttpStatus status, String name, String title, String detail) {
        this.status = status;
        this.name = name;
        this.title = title;
        this.detail = detail;
    }

    /** For a browser a page, for everybody else a problem document. */
    ServerResponse answer(ServerRequest request) {
        boolean isBrowser =
                request.headers().accept().stream()
                        .anyMatch(type -> type.equalsTypeAndSubtype(MediaType.TEXT_HTML));
        if (!isBrowser) {
            Problem problem = Problem.of(status, name, title, detail);
            return (this == AWAY ? problem.retryAfter(A_MOMENT) : problem).toAnswer();
        }
        var page =
                ServerResponse.status(status)
                        .contentType(HTML)
                        .cacheControl(CacheControl.noStore());
        if (this == AWAY) {
            page.header("Retry-After", String.valueOf(A_MOMENT.toSeconds()));
        }
        return page.body(PAGE.formatted(title, detail));
    }
}
