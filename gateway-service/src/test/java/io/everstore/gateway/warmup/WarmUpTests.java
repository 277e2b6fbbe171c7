package io.everstore.gateway.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class WarmUpTests {

    @Autowired private Environment environment;
    @Autowired private ApplicationContext context;
    @Autowired private SslBundles bundles;

    @Test
    void asksThisGatewayForOneOfEachKind(CapturedOutput output) {
        Shop.reset();
        var settings = new WarmUpSettings(10, Duration.ofSeconds(30), false);
        new WarmUp(settings, environment, context, bundles).run(new DefaultApplicationArguments());
        assertThat(output).contains("Warm after 50 requests");
        assertThat(Shop.CATALOG)
                .as("and its ways to the services")
                .anyMatch(backEnd -> !backEnd.received().isEmpty());
    }
}
