package io.everstore.tracing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.prometheus.metrics.tracer.common.SpanContext;
import jakarta.servlet.DispatcherType;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Wires OpenTelemetry. What is on and what is off is decided when the service runs: conditions on
 * settings are decided when it is packaged (Spring AOT), so there are none.
 */
@AutoConfiguration
@EnableConfigurationProperties(TracingSettings.class)
public final class TracingAutoConfiguration {

    /** Ends below, as its own end waits for ten seconds. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    SdkTracerProvider tracerProvider(
            TracingSettings settings,
            Environment environment,
            ObjectProvider<MeterRegistry> meters) {
        var provider = SdkTracerProvider.builder().setResource(resource(environment));
        if (!settings.isExporting()) {
            return provider.setSampler(Sampler.parentBased(Sampler.alwaysOff())).build();
        }
        var collector =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.endpoint().replaceAll("/+$", "") + "/v1/traces")
                        .setTimeout(settings.timeout())
                        .setConnectTimeout(settings.timeout())
                        // It would hold up those that wait, and they are only copies of the past.
                        .setRetryPolicy(null)
                        .build();
        MeterRegistry counts = meters.getIfAvailable(CompositeMeterRegistry::new);
        return provider.setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.share())))
                .addSpanProcessor(BoundedExport.to(collector, settings, counts))
                .build();
    }

    private static Resource resource(Environment environment) {
        String service = environment.getProperty("spring.application.name", "unnamed");
        Attributes names =
                Attributes.builder()
                        .put("service.name", service)
                        .put(
                                "service.instance.id",
                                environment.getProperty("EVERSTORE_NODE", service))
                        .build();
        return Resource.getDefault().merge(Resource.create(names));
    }

    /** Sends what waits when the service stops; a collector that hangs may hold that up so long. */
    @Bean
    DisposableBean lastSpans(SdkTracerProvider provider, TracingSettings settings) {
        return () -> {
            var _ = provider.shutdown().join(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        };
    }

    @Bean
    @ConditionalOnMissingBean
    Tracer tracer(SdkTracerProvider provider) {
        return provider.get("io.everstore");
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(HandlerMapping.class)
    static class OfRequests {

        /** Before the one that measures requests, which asks for an exemplar at their end. */
        @Bean
        FilterRegistrationBean<ServerSpans> serverSpans(Tracer tracer, TracingSettings settings) {
            var registration =
                    new FilterRegistrationBean<>(
                            new ServerSpans(tracer, settings.believesCallers()));
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            registration.setDispatcherTypes(
                    DispatcherType.REQUEST, DispatcherType.ERROR, DispatcherType.ASYNC);
            return registration;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SpanContext.class)
    static class OfHistograms {

        @Bean
        @ConditionalOnMissingBean
        SpanContext exemplarSpan() {
            return new ExemplarSpan();
        }
    }
}
