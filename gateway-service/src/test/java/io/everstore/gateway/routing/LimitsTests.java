package io.everstore.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.everstore.gateway.balancing.BalancingSettings;
import io.everstore.gateway.balancing.RouteLimits;
import io.everstore.gateway.forwarding.ConnectionSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ClassPathResource;

/**
 * Time limits only work together: each has to fit into the one around it. Checked on
 * application.yml itself.
 */
class LimitsTests {

    /** DEFAULT_TIMEOUT_MS in the storefront's http.js. */
    private static final Duration STOREFRONT = Duration.ofSeconds(6);

    /** Tomcat's default in the services. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private static Binder binder;

    @BeforeAll
    static void readConfiguration() throws IOException {
        var sources = new MutablePropertySources();
        new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yml"))
                .forEach(sources::addLast);
        binder =
                new Binder(
                        org.springframework.boot.context.properties.source
                                .ConfigurationPropertySources.from(sources),
                        new PropertySourcesPlaceholdersResolver(sources));
    }

    static Stream<RouteLimits> routes() {
        RoutingSettings routing = bind("everstore.routing", RoutingSettings.class);
        return Stream.of(routing.reads(), routing.orders(), routing.imports());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void connectingTakesASmallPartOfATry(RouteLimits limits) {
        assertThat(connections().connectTimeout().multipliedBy(3)).isLessThan(limits.tryTimeout());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aSecondTryHasAtLeastAsMuchTimeAsTheFirst(RouteLimits limits) {
        assertThat(limits.tryTimeout().multipliedBy(2)).isLessThanOrEqualTo(limits.deadline());
    }

    @Test
    void theStorefrontOutlastsTheRoutes() {
        RoutingSettings routing = bind("everstore.routing", RoutingSettings.class);

        assertThat(List.of(routing.reads().deadline(), routing.orders().deadline()))
                .allMatch(deadline -> deadline.plusMillis(500).compareTo(STOREFRONT) < 0);
    }

    @Test
    void waitingForAConnectionLeavesTimeForTheRequest() {
        RoutingSettings routing = bind("everstore.routing", RoutingSettings.class);

        assertThat(connections().leaseTimeout().plus(connections().connectTimeout()))
                .isLessThan(routing.reads().tryTimeout());
    }

    @Test
    void connectionsAreGivenUpBeforeTheServicesCloseThem() {
        assertThat(connections().maxIdle().multipliedBy(3).dividedBy(2)).isLessThan(KEEP_ALIVE);
    }

    @Test
    void aHealthCheckEndsBeforeTheNextBegins() {
        BalancingSettings balancing = bind("everstore.balancing", BalancingSettings.class);

        assertThat(balancing.checkTimeout()).isLessThan(balancing.checkInterval());
    }

    @Test
    void refusesARouteWithoutTimeForASecondTry() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new RouteLimits(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(1),
                                        Duration.ZERO))
                .withMessageContaining("no time for a second");
    }

    private static ConnectionSettings connections() {
        return bind("everstore.connections", ConnectionSettings.class);
    }

    private static <T> T bind(String prefix, Class<T> type) {
        return binder.bind(prefix, type).get();
    }
}
