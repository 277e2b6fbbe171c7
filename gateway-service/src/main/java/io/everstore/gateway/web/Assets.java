package io.everstore.gateway.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/**
 * Scripts, styles and pictures of the storefront. WebJars and what a page names have their version
 * in the path and never change. Without a version, or with another one (while gateways are replaced
 * one by one, a page of the old may ask the new), browsers ask each time whether theirs is still
 * current (an ETag of the content; the dates in a reproducible jar are all the same).
 */
@Configuration(proxyBeanMethods = false)
class Assets implements WebMvcConfigurer {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final String FILES = "classpath:/static/";

    /** The files are in the jar and cannot change, so each is hashed once. */
    private final Map<String, String> etags = new ConcurrentHashMap<>();

    private final AssetVersion version;

    Assets(AssetVersion version) {
        this.version = version;
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        keptForGood(registry, "/webjars/**", "classpath:/META-INF/resources/webjars/");
        keptForGood(registry, version.path() + "**", FILES);
        revalidated(registry, AssetVersion.ROOT + "*/**")
                .resourceChain(false)
                .addResolver(new OfAnyVersion());
        revalidated(registry, "/**");
    }

    private static void keptForGood(
            ResourceHandlerRegistry registry, String paths, String location) {
        registry.addResourceHandler(paths)
                .addResourceLocations(location)
                .setCacheControl(CacheControl.maxAge(YEAR).cachePublic().immutable())
                .setUseLastModified(false);
    }

    private ResourceHandlerRegistration revalidated(
            ResourceHandlerRegistry registry, String paths) {
        return registry.addResourceHandler(paths)
                .addResourceLocations(FILES)
                .setCacheControl(CacheControl.noCache())
                .setUseLastModified(false)
                .setEtagGenerator(this::etag);
    }

    /** Passes over the first part of the path, the version. */
    private static final class OfAnyVersion extends PathResourceResolver {

        @Override
        protected @Nullable Resource getResource(String path, Resource location)
                throws IOException {
            return super.getResource(path.substring(path.indexOf('/') + 1), location);
        }
    }

    private String etag(Resource file) {
        return etags.computeIfAbsent(file.getDescription(), _ -> Page.etagOf(Page.bytes(file)));
    }
}
