package io.everstore.gateway.web;

import static org.springframework.web.servlet.function.RequestPredicates.GET;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The pages of the shop. They are one and the same document; which of them it shows is decided in
 * the browser, so a reload or a shared link has to lead to it, too.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SignInPlace.class)
class PageRoutes {

    private static final List<String> PATHS =
            List.of(
                    "/product/**",
                    "/category/**",
                    "/search",
                    "/basket",
                    "/checkout",
                    "/orders/**",
                    "/login");

    private static final MediaType YAML =
            new MediaType("application", "yaml", StandardCharsets.UTF_8);

    @Bean
    AssetVersion assetVersion() {
        return AssetVersion.ofStorefront();
    }

    @Bean
    Storefront storefront(AssetVersion assets, SignInPlace signIn) {
        var index = new ClassPathResource("static/index.html");
        return index.exists()
                ? Storefront.of(assets.appliedTo(Page.bytes(index)), signIn)
                : Storefront.none();
    }

    @Bean
    PageHeaders pageHeaders(Storefront storefront) {
        return new PageHeaders(storefront.inlineScripts());
    }

    @Bean
    @Order(4)
    RouterFunction<ServerResponse> pages(Storefront storefront) {
        RequestPredicate anyOther =
                PATHS.stream()
                        .map(RequestPredicates::GET)
                        .reduce(RequestPredicate::or)
                        .orElseThrow();
        return RouterFunctions.route(
                        GET("/").or(GET("/index.html")),
                        request -> page(storefront.home(), request))
                .andRoute(anyOther, request -> page(storefront.page(), request));
    }

    private static ServerResponse page(@Nullable Page page, ServerRequest request) {
        return page == null
                ? Storefront.notFound().toAnswer()
                : serve(page, Storefront.HTML, request);
    }

    @Bean
    @Order(5)
    RouterFunction<ServerResponse> apiDescription() {
        Page openapi = Page.read(new ClassPathResource("openapi.yaml"));
        return RouterFunctions.route(GET("/openapi"), request -> serve(openapi, YAML, request));
    }

    /**
     * Cached, but never used without asking: the page names the assets, so an old one would load
     * old assets.
     */
    private static ServerResponse serve(Page page, MediaType type, ServerRequest request) {
        return request.checkNotModified(page.etag())
                .orElseGet(
                        () ->
                                ServerResponse.ok()
                                        .contentType(type)
                                        .cacheControl(CacheControl.noCache())
                                        .eTag(page.etag())
                                        .body(page.content()));
    }
}
