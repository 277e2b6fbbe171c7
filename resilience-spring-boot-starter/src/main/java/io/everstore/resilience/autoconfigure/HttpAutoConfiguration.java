package io.everstore.resilience.autoconfigure;

import io.everstore.resilience.Deadline;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Guards around every request: its size, its form, and who answered it. */
@AutoConfiguration(
        after = JacksonAutoConfiguration.class,
        before = {WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(ResponseEntityExceptionHandler.class)
@EnableConfigurationProperties({
    BodyLimitFilter.Settings.class,
    ClientCertificateFilter.Settings.class
})
@Import(TomcatRefusals.class)
public final class HttpAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "servedByFilter")
    FilterRegistrationBean<ServedByFilter> servedByFilter(Environment environment) {
        var registration = new FilterRegistrationBean<>(new ServedByFilter(nodeIn(environment)));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** As this instance is called in answers. */
    static String nodeIn(Environment environment) {
        return environment.getProperty(
                "EVERSTORE_NODE", environment.getProperty("spring.application.name", "unnamed"));
    }

    /** Whether it is needed is known only when the service runs, not when it is processed ahead. */
    @Bean
    @ConditionalOnMissingBean(name = "clientCertificateFilter")
    FilterRegistrationBean<ClientCertificateFilter> clientCertificateFilter(
            ClientCertificateFilter.Settings settings, JsonMapper json) {
        var registration = new FilterRegistrationBean<>(new ClientCertificateFilter(json));
        registration.setEnabled(settings.required());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    /** Before Spring Security, which reads parameters and so perhaps bodies. */
    @Bean
    @ConditionalOnMissingBean(name = "bodyLimitFilter")
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(
            BodyLimitFilter.Settings settings, JsonMapper json) {
        var registration = new FilterRegistrationBean<>(new BodyLimitFilter(settings, json));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    @ConditionalOnMissingBean(name = "deadlineFilter")
    FilterRegistrationBean<Filter> deadlineFilter() {
        var registration = new FilterRegistrationBean<Filter>(HttpAutoConfiguration::keepDeadline);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    /** Without a header that makes sense, the service's own limits hold: no reason to refuse. */
    private static void keepDeadline(
            ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Duration left = Deadline.left(((HttpServletRequest) request).getHeader(Deadline.HEADER));
        Deadline.during(left, () -> chain.doFilter(request, response));
    }

    @Bean
    @ConditionalOnMissingBean(ResponseEntityExceptionHandler.class)
    ProblemAdvice problemAdvice() {
        return new ProblemAdvice();
    }

    @Bean
    @ConditionalOnMissingBean(ErrorController.class)
    ProblemAdvice.ErrorPage problemErrorPage() {
        return new ProblemAdvice.ErrorPage();
    }

    /**
     * Strict towards requests only: a request with a field we would ignore is a mistake that its
     * sender wants to hear of. Answers of other services and events keep the tolerant mapper.
     */
    @Bean
    @ConditionalOnMissingBean(name = "strictRequests")
    ServerHttpMessageConvertersCustomizer strictRequests(JsonMapper json) {
        JsonMapper strict =
                json.rebuild()
                        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        return converters ->
                converters.withJsonConverter(new JacksonJsonHttpMessageConverter(strict));
    }
}
