package io.everstore.gateway.backpressure;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Makes the gate of a route. */
@Component
@EnableConfigurationProperties(BackpressureSettings.class)
public final class Gates {

    private static final Logger log = LoggerFactory.getLogger(Gates.class);

    private final BackpressureSettings settings;
    private final MeterRegistry meters;
    private final TaggedCircuitBreakerMetricsPublisher breakerMeters;

    Gates(BackpressureSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        this.breakerMeters = new TaggedCircuitBreakerMetricsPublisher(meters);
    }

    /**
     * A gate of its own for a route, open.
     *
     * @param route for log and metrics, as {@code browsing}
     */
    public Gate before(String route) {
        CircuitBreaker breaker = CircuitBreaker.of(route, config());
        breaker.getEventPublisher()
                .onStateTransition(
                        event -> log.warn("Route {}: {}", route, event.getStateTransition()));
        breakerMeters.publishMetrics(breaker);
        var throttle = new Throttle(settings, RandomGenerator.getDefault(), System::nanoTime);
        meters.gauge(
                "gateway.throttle.held.back",
                Tags.of("route", route),
                throttle,
                Throttle::heldBackShare);
        return new Gate(breaker, throttle);
    }

    private CircuitBreakerConfig config() {
        return CircuitBreakerConfig.custom()
                .slidingWindow(
                        Math.toIntExact(settings.window().toSeconds()),
                        settings.calls(),
                        SlidingWindowType.TIME_BASED)
                .failureRateThreshold(settings.failureRate())
                .waitDurationInOpenState(settings.rest())
                .permittedNumberOfCallsInHalfOpenState(settings.trials())
                // A trial whose client was never answered would keep the route shut for ever.
                .maxWaitDurationInHalfOpenState(settings.window())
                .build();
    }
}
