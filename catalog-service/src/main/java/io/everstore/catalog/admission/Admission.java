package io.everstore.catalog.admission;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limiter.AbstractPartitionedLimiter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the limit in front of everything that costs something.
 *
 * <p>The limit compares the answers of the last moment with those of the last minutes. It starts at
 * its most, and an instance that has just started has only its own slow answers to compare with: so
 * warming up never lowers it, and neither does a short rush.
 */
@Configuration(proxyBeanMethods = false)
class Admission {

    /** Answers may take twice as long as they used to before the limit falls. */
    private static final double TOLERANCE = 2.0;

    /** Requests that may always wait: the limit's step up. */
    private static final int QUEUE = 20;

    /** How often the limit moves, in milliseconds; shorter ones hold too few answers to compare. */
    static final int WINDOW_MILLIS = 250;

    /**
     * Windows that say what is usual: ten minutes. After a few minutes of overload, slow answers
     * would be usual otherwise, and the limit would rise again.
     */
    private static final int USUAL = 2_400;

    /** By which share of what is too much the limit falls at once: to its least in two seconds. */
    private static final double SPEED = 0.5;

    @Bean
    FilterRegistrationBean<AdmissionFilter> admissionFilter(
            AdmissionSettings settings, MeterRegistry registry, JsonMapper json) {
        Limit limit = limit(settings);
        registry.gauge("catalog.requests.limit", limit, Limit::getLimit);
        var filter = new AdmissionFilter(limiter(limit), registry, json);
        var registration = new FilterRegistrationBean<>(filter);
        // After the filter that names the instance, before Spring Security and all work.
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    static Limit limit(AdmissionSettings settings) {
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

    private static Limiter<Importance> limiter(Limit limit) {
        var builder = new Partitions().limit(limit).partitionResolver(Importance::label);
        for (Importance importance : Importance.values()) {
            builder.partition(importance.label(), importance.share());
        }
        return builder.build();
    }

    /** The library's builder, which is made for sub-classes only. */
    private static final class Partitions
            extends AbstractPartitionedLimiter.Builder<Partitions, Importance> {

        @Override
        protected Partitions self() {
            return this;
        }
    }
}
