package io.everstore.tracing;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Of the lowest priority: whatever a service says in its own configuration wins. */
final class TracingDefaults implements EnvironmentPostProcessor {

    private static final Map<String, Object> DEFAULTS =
            Map.of(
                    // As every OpenTelemetry program is told of its collector.
                    "everstore.tracing.endpoint",
                    "${OTEL_EXPORTER_OTLP_ENDPOINT:}",
                    // Nothing where a line belongs to no request.
                    "logging.pattern.correlation",
                    "%replace(%X{" + LoggedContext.TRACE + "} ){'^ ', ''}",
                    // Where lines are JSON (logging.structured.format.console=ecs).
                    "logging.structured.ecs.service.node-name",
                    "${EVERSTORE_NODE:}",
                    // Says at every attempt what CountedExport says once.
                    "logging.level.io.opentelemetry.exporter",
                    "off",
                    // Around the milliseconds of a page, and the limits that are promised: a
                    // histogram is what a trace can be an exemplar of.
                    "management.metrics.distribution.slo.http.server.requests",
                    "10ms,50ms,100ms,250ms,500ms,1s,1500ms,3s");

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("everstoreTracingDefaults", DEFAULTS));
    }
}
