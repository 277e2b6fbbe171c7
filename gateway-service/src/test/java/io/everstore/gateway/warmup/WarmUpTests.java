package io.everstore.gateway.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@ExtendWith(OutputCaptureExtension.class)
@GatewayTest
@TestPropertySource(properties = {"everstore.warm-up.rounds=10", "everstore.warm-up.limit=30s"})
@DirtiesContext
class WarmUpTests {

    @Test
    void asksThisGatewayForOneOfEachKindBeforeItIsReady(CapturedOutput output) {
        assertThat(output).contains("Warm after 50 requests");
        assertThat(Shop.CATALOG)
                .as("and its ways to the services")
                .anyMatch(backEnd -> !backEnd.received().isEmpty());
    }
}
