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
    LastKnownPages lastKnownPages(PageStoreSettings settings, MeterRegistry meters) {
        return new LastKnownPages(settings, meters, Clock.systemUTC());
    }

    @Bean
    StaleIfError staleIfError(LastKnownPages pages) {
        return new StaleIfError(pages);
    }
}
