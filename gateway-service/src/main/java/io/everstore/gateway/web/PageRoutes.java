package io.everstore.gateway.web;

import static org.springframework.web.servlet.function.RequestPredicates.GET;

import io.everstore.gateway.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The pages of the shop. They are one and the same document; which of them it shows is decided in
 * the browser, so a reload or a shared link has to lead to it, too.
 */
@Configuration(proxyBeanMethods = false)
class PageRoutes {

    static final List<String> PATHS =
            List.of(
                    "/",
                    "/index.html",
                    "/product/**",
                    "/category/**",
                    "/search",
                    "/basket",
                    "/checkout",
                    "/orders/**",
                    "/login");

    private static final MediaType HTML =
            new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final MediaType YAML =
            new MediaType("application", "yaml", StandardCharsets.UTF_8);

    @Bean
    StorefrontPage storefrontPage() {
        var index = new ClassPathResource("static/index.html");
        return new StorefrontPage(index.exists() ? Page.read(index) : null);
    }

    @Bean
    PageHeaders pageHeaders(StorefrontPage storefront) {
        return new PageHeaders(storefront.inlineScripts());
    }

    @Bean
    @Order(4)
    RouterFunction<ServerResponse> pages(StorefrontPage storefront) {
        RequestPredicate anyPage =
                PATHS.stream().map(path -> GET(path)).reduce(RequestPredicate::or).orElseThrow();
        return RouterFunctions.route(anyPage, request -> storefront.answer(request, HttpStatus.OK));
    }

    @Bean
    @Order(5)
    RouterFunction<ServerResponse> apiDescription() {
        Page openapi = Page.read(new ClassPathResource("openapi.yaml"));
        return RouterFunctions.route(
                GET("/openapi"), request -> serve(openapi, YAML, HttpStatus.OK, request));
    }

    /**
     * Cached, but never used without asking: the page names the assets, so an old one would load
     * old assets.
     */
    private static ServerResponse serve(
            Page page, MediaType type, HttpStatus status, ServerRequest request) {
        return request.checkNotModified(page.etag())
                .orElseGet(
                        () ->
                                ServerResponse.status(status)
                                        .contentType(type)
                                        .cacheControl(CacheControl.noCache())
                                        .eTag(page.etag())
                                        .body(page.content()));
    }

    /** A gateway may also run without the storefront, for example where that comes from a CDN. */
    record StorefrontPage(@Nullable Page page) {

        ServerResponse answer(ServerRequest request, HttpStatus status) {
            return page == null
                    ? Problem.of(
                                    HttpStatus.NOT_FOUND,
                                    "not-found",
                                    "Not found",
                                    "This gateway was built without the storefront; the API is described at /openapi.")
                            .toAnswer()
                    : serve(page, HTML, status, request);
        }

        List<String> inlineScripts() {
            return page == null ? List.of() : page.inlineScripts();
        }
    }
}
