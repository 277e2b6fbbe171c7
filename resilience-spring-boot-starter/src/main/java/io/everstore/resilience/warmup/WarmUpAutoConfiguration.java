package io.everstore.resilience.warmup;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Warms up what has visits to pay. */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(WarmUpSettings.class)
public final class WarmUpAutoConfiguration {

    @Bean
    ApplicationRunner warmUp(
            WarmUpSettings settings,
            Environment environment,
            ApplicationContext context,
            SslBundles bundles) {
        return new WarmUp(settings, environment, context, bundles);
    }
}
