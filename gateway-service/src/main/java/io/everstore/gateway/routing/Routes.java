package io.everstore.gateway.routing;

import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.GET;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import io.everstore.gateway.backpressure.Gates;
import io.everstore.gateway.balancing.Balancer;
import io.everstore.gateway.balancing.Instances;
import io.everstore.gateway.degradation.StaleIfError;
import io.everstore.gateway.forwarding.EventStreams;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The map of the shop behind the gateway. What is not listed here is not reachable from outside,
 * the health and management paths of the services included.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RoutingSettings.class)
class Routes {

    @Bean
    Instances catalog(Balancer balancer, RoutingSettings settings) {
        return balancer.instances("catalog", settings.catalogInstances());
    }

    @Bean
    Instances order(Balancer balancer, RoutingSettings settings) {
        return balancer.instances("order", settings.orderInstances());
    }

    /** Browsing: small, quick, nearly always safe to repeat. */
    @Bean
    @Order(1)
    RouterFunction<ServerResponse> browsing(
            Balancer balancer,
            Instances catalog,
            RoutingSettings settings,
            Gates gates,
            StaleIfError staleIfError) {
        return route("browsing")
                .route(
                        path("/api/products/**")
                                .or(path("/api/categories"))
                                .or(path("/api/bestsellers"))
                                .or(path("/images/**")),
                        http())
                .filter(new Legible())
                .filter(staleIfError)
                .filter(balancer.spreadOver(catalog, settings.reads(), gates.before("browsing")))
                .build();
    }

    /** Server-sent events about one order: as long as its streams last, and not held back. */
    @Bean
    @Order(2)
    RouterFunction<ServerResponse> following(
            Balancer balancer, Instances order, RoutingSettings settings, Gates gates) {
        return route("following")
                .route(GET("/api/orders/{id}/events"), http())
                .filter(new Legible())
                .before(EventStreams::expect)
                .filter(balancer.spreadOver(order, settings.orders(), gates.before("following")))
                .build();
    }

    /** Checkout, with an Idempotency-Key or not repeated, and the customer's own orders. */
    @Bean
    @Order(3)
    RouterFunction<ServerResponse> ordering(
            Balancer balancer, Instances order, RoutingSettings settings, Gates gates) {
        return route("ordering")
                .route(path("/api/orders/**"), http())
                .filter(new Legible())
                .filter(balancer.spreadOver(order, settings.orders(), gates.before("ordering")))
                .build();
    }

    /**
     * The work of the staff: catalogue imports, with large bodies and long answers, never repeated
     * once they were sent, and comparing the stock.
     */
    @Bean
    @Order(4)
    RouterFunction<ServerResponse> importing(
            Balancer balancer, Instances catalog, RoutingSettings settings, Gates gates) {
        return route("importing")
                .route(path("/api/imports/**").or(path("/api/stock/**")), http())
                .filter(new Legible())
                .filter(balancer.spreadOver(catalog, settings.imports(), gates.before("importing")))
                .build();
    }
}
