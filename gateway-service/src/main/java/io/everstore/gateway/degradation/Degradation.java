package io.everstore.gateway.degradation;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the store of pages to the real clock. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PageStoreSettings.class)
class Degradation {

    @Bean
    StaleIfError staleIfError(PageStoreSettings settings, MeterRegistry meters) {
        return new StaleIfError(settings, meters, Clock.systemUTC());
    }
}
