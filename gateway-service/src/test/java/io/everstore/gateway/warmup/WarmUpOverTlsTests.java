package io.everstore.gateway.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.Certificates;
import io.everstore.gateway.GatewayTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A gateway that serves over TLS, with a certificate that does not have its address. */
@ExtendWith(OutputCaptureExtension.class)
@GatewayTest
@DirtiesContext
class WarmUpOverTlsTests {

    @TempDir static Path files;

    @DynamicPropertySource
    static void serveOverTls(DynamicPropertyRegistry properties) throws Exception {
        var authority = new Certificates();
        authority.write(authority.issueForAnotherName("gateway-7"), files);
        String node = "spring.ssl.bundle.pem.node.";
        properties.add(node + "keystore.certificate", () -> "file:" + files + "/tls.crt");
        properties.add(node + "keystore.private-key", () -> "file:" + files + "/tls.key");
        properties.add(node + "truststore.certificate", () -> "file:" + files + "/ca.crt");
        properties.add("server.ssl.bundle", () -> "node");
        properties.add("everstore.warm-up.rounds", () -> 1);
        properties.add("everstore.warm-up.limit", () -> "30s");
    }

    @Test
    void asksThisGatewayOverTls(CapturedOutput output) {
        assertThat(output).contains("Warm after 5 requests");
    }
}
