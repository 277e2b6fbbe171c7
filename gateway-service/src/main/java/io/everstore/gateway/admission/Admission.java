package io.everstore.gateway.admission;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limiter.LifoBlockingLimiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.everstore.gateway.degradation.LastKnownPages;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.servlet.Filter;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the limits in front of everything that costs something: first how many there are at once,
 * then how many of one address; and how many of one customer as soon as it is known who that is.
 *
 * <p>The limit of browsing compares the answers of the last moment with those of the last minutes.
 * It starts at its most and only moves while more than half of it is in use. As checkouts use the
 * same processors, more of them means less browsing.
 *
 * <p>The limit of checkouts is of the kind that TCP has (additive increase, multiplicative
 * decrease): an answer that took longer than any database that hangs can make it tells of too many,
 * and each one in time lets another in. A fixed one is met by every machine but the one that it was
 * made for: where it is too much, all are late, are sent again, and keep it so.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SheddingSettings.class, RateLimitSettings.class})
class Admission {

    /** Spring Security's filter is at -100; whoever comes later knows who is asking. */
    private static final int AFTER_SECURITY = 0;

    /** Answers may take twice as long as they used to before the limit falls. */
    private static final double TOLERANCE = 2.0;

    /** Requests that may always wait: the limit's step up. */
    private static final int QUEUE = 20;

    private static final int WINDOW_MILLIS = 250;

    /** Windows that say what is usual: ten minutes, so that an overload does not become usual. */
    private static final int USUAL = 2_400;

    /** By which share of what is too much the limit falls at once: to its least in two seconds. */
    private static final double SPEED = 0.5;

    /** What an answer that is late leaves of the limit of checkouts. */
    private static final double BACK_OFF = 0.9;

    @Bean
    FilterRegistrationBean<SheddingFilter> sheddingFilter(
            SheddingSettings settings,
            LastKnownPages pages,
            MeterRegistry meters,
            JsonMapper json) {
        Map<Importance, Limit> limits =
                Map.of(
                        Importance.BROWSE, browsing(settings),
                        Importance.CHECKOUT, checkouts(settings));
        Map<Importance, Limiter<Duration>> limiters = new EnumMap<>(Importance.class);
        limits.forEach(
                (importance, limit) -> {
                    meters.gauge(
                            "gateway.requests.limit",
                            Tags.of("importance", importance.label()),
                            limit,
                            Limit::getLimit);
                    limiters.put(importance, waiting(limit, settings));
                });
        return at(
                Ordered.HIGHEST_PRECEDENCE + 2,
                new SheddingFilter(limiters, settings, pages, meters, json));
    }

    @Bean
    RedisCounts redisCounts(RateLimitSettings settings, SslBundles bundles) {
        return new RedisCounts(settings, bundles);
    }

    @Bean
    RateLimits rateLimits(RateLimitSettings settings, RedisCounts counts) {
        return new RateLimits(settings, counts, Clock.systemUTC());
    }

    @Bean
    FilterRegistrationBean<RateLimitFilter> addressLimit(
            RateLimitSettings settings, RateLimits limits, MeterRegistry meters, JsonMapper json) {
        return at(
                Ordered.HIGHEST_PRECEDENCE + 3,
                new RateLimitFilter(Visitor.ADDRESS, settings.perAddress(), limits, meters, json));
    }

    @Bean
    FilterRegistrationBean<RateLimitFilter> customerLimit(
            RateLimitSettings settings, RateLimits limits, MeterRegistry meters, JsonMapper json) {
        return at(
                AFTER_SECURITY,
                new RateLimitFilter(
                        Visitor.CUSTOMER, settings.perCustomer(), limits, meters, json));
    }

    private static <F extends Filter> FilterRegistrationBean<F> at(int order, F filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }

    private static Limiter<Duration> waiting(Limit limit, SheddingSettings settings) {
        Limiter<Duration> turns = SimpleLimiter.newBuilder().limit(limit).build();
        return LifoBlockingLimiter.newBuilder(turns)
                .backlogSize(settings.waiting())
                .backlogTimeout(Duration::toMillis, TimeUnit.MILLISECONDS)
                .build();
    }

    private static Limit checkouts(SheddingSettings settings) {
        return AIMDLimit.newBuilder()
                .initialLimit(settings.checkouts())
                .maxLimit(settings.checkouts())
                .minLimit(settings.leastCheckouts())
                .timeout(settings.lateCheckout().toMillis(), TimeUnit.MILLISECONDS)
                .backoffRatio(BACK_OFF)
                .build();
    }

    private static Limit browsing(SheddingSettings settings) {
        return WindowedLimit.newBuilder()
                .minWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
                .maxWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
                .build(
                        Gradient2Limit.newBuilder()
                                .initialLimit(settings.most())
                                .maxConcurrency(settings.most())
                                .minLimit(settings.least())
                                .rttTolerance(TOLERANCE)
                                .queueSize(QUEUE)
                                .longWindow(USUAL)
                                .smoothing(SPEED)
                                .build());
    }
}
