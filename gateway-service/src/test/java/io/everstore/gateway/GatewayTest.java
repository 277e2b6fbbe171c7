package io.everstore.gateway;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole gateway on a port of its own in front of the {@link Shop}. Active health checks hardly
 * ever run here, so that a test sees what the requests themselves bring about; they have their own
 * tests. Nor is it warmed up: the shop counts its visits.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "EVERSTORE_NODE=gateway-7",
            "everstore.balancing.check-interval=1h",
            "everstore.warm-up.rounds=0",
            "everstore.balancing.ejection=700ms",
            // One test must not be held back for what another one broke; they have their own tests.
            "everstore.backpressure.calls=1000000",
            "everstore.backpressure.throttle-from=1000000",
            "everstore.streams.at-most=3",
            "everstore.streams.max-idle=1s"
        })
@ActiveProfiles("demo")
@ContextConfiguration(initializers = GatewayTest.InFrontOfTheShop.class)
public @interface GatewayTest {

    final class InFrontOfTheShop
            implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(
                            "CATALOG_INSTANCES=" + Shop.addresses(Shop.CATALOG),
                            "ORDER_INSTANCES=" + Shop.addresses(Shop.ORDER),
                            // Nobody listens there: the gateway counts for itself.
                            "REDIS_SENTINELS=127.0.0.1:1",
                            "EVERSTORE_SECRETS=" + Shop.SECRETS)
                    .applyTo(context);
        }
    }
}
