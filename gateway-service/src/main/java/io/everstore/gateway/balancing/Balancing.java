package io.everstore.gateway.balancing;

import io.everstore.gateway.forwarding.UpstreamTls;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires the balancing to the real clock and to chance, and starts the health checks of all
 * instances.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BalancingSettings.class)
class Balancing {

    @Bean
    Balancer balancer(BalancingSettings settings, UpstreamTls tls, Tracer tracer) {
        var tries = new Tries(tracer);
        return new Balancer(settings, tls, tries, RandomGenerator.getDefault(), System::nanoTime);
    }

    @Bean
    HealthChecks healthChecks(
            List<Instances> services, BalancingSettings settings, UpstreamTls tls) {
        var probe = new ReadinessProbe(settings.checkTimeout(), tls);
        return new HealthChecks(services, settings.checkInterval(), probe::check);
    }
}
