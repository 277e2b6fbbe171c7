package io.everstore.order.outage;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The breaker that {@link Database} describes, and its meters. */
@Configuration(proxyBeanMethods = false)
class OutageWiring {

    private static final Logger log = LoggerFactory.getLogger(OutageWiring.class);

    @Bean
    CircuitBreakerRegistry circuitBreakers(OutageSettings settings) {
        return CircuitBreakerRegistry.of(
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                settings.failures(),
                                settings.failures(),
                                SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(100)
                        .recordException(e -> Trouble.of(e) == Trouble.LINK)
                        .ignoreException(e -> Trouble.of(e) != Trouble.LINK)
                        .waitDurationInOpenState(settings.probeInterval())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
    }

    @Bean
    CircuitBreaker databaseBreaker(CircuitBreakerRegistry breakers) {
        CircuitBreaker breaker = breakers.circuitBreaker("database");
        breaker.getEventPublisher().onStateTransition(OutageWiring::changed);
        return breaker;
    }

    @Bean
    MeterBinder circuitBreakerMeters(CircuitBreakerRegistry breakers) {
        return TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers);
    }

    private static void changed(CircuitBreakerOnStateTransitionEvent event) {
        State from = event.getStateTransition().getFromState();
        State to = event.getStateTransition().getToState();
        if (from == State.CLOSED && to == State.OPEN) {
            log.warn("The database does not answer: orders are queued");
        } else if (to == State.CLOSED) {
            log.info("The database answers again: orders are placed");
        }
    }
}
