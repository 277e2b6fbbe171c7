package io.everstore.gateway.routing;

import io.everstore.gateway.balancing.RouteLimits;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where the services are and what the requests to them may take.
 *
 * @param catalogInstances host:port of each catalog instance; with one alone nothing can be retried
 *     elsewhere. Or dns:host:port for all that the DNS has under that name, looked up again at each
 *     health check, as instances come and go
 * @param orderInstances host:port of each order instance, or dns:host:port
 * @param reads limits for products, categories, bestsellers and images
 * @param orders limits for orders; longer than for reads, since placing an order may have to wait
 *     for a new primary database before it is queued
 * @param imports limits for catalogue imports, which take as long as their rows
 */
@Validated
@ConfigurationProperties("everstore.routing")
record RoutingSettings(
        @NotEmpty List<String> catalogInstances,
        @NotEmpty List<String> orderInstances,
        @NotNull RouteLimits reads,
        @NotNull RouteLimits orders,
        @NotNull RouteLimits imports) {}
