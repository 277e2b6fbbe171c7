package io.everstore.catalog.caching;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Decides when Redis is left alone.
 *
 * <p>CLOSED transitions to OPEN: after half of the last calls failed; the connection is renewed,
 * because a frozen primary is only left that way. OPEN transitions to HALF_OPEN: after a pause,
 * with the next call. HALF_OPEN transitions to CLOSED: after one good call; to OPEN: after a failed
 * one.
 */
@Configuration(proxyBeanMethods = false)
class RedisGuard {

    private static final Logger log = LoggerFactory.getLogger(RedisGuard.class);

    @Bean
    CircuitBreaker redisBreaker(RedisLink redis, RedisSettings settings, MeterRegistry meters) {
        CircuitBreaker breaker =
                CircuitBreaker.of(
                        "redis",
                        CircuitBreakerConfig.custom()
                                .slidingWindow(
                                        settings.calls(),
                                        settings.calls() / 2,
                                        SlidingWindowType.COUNT_BASED)
                                .failureRateThreshold(50)
                                .waitDurationInOpenState(settings.retryAfter())
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .build());
        breaker.getEventPublisher().onStateTransition(event -> changed(event, redis));
        new TaggedCircuitBreakerMetricsPublisher(meters).publishMetrics(breaker);
        return breaker;
    }

    private static void changed(CircuitBreakerOnStateTransitionEvent event, RedisLink redis) {
        State to = event.getStateTransition().getToState();
        State from = event.getStateTransition().getFromState();
        if (to == State.OPEN) {
            redis.renew();
        }
        if (from == State.CLOSED && to == State.OPEN) {
            log.warn("Redis does not answer: pages come from the database");
        } else if (to == State.CLOSED) {
            log.info("Redis answers again: pages come from the cache");
        }
    }

    /** Spreads the expiry of pages. */
    @Bean
    RandomGenerator jitter() {
        return new Random();
    }
}
