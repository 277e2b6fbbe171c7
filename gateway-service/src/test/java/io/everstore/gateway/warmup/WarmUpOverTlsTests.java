package io.everstore.gateway.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.Certificates;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A gateway that serves over TLS, with a certificate that does not have its address. */
@GatewayTest
@DirtiesContext
class WarmUpOverTlsTests {

    @TempDir static Path files;

    @Autowired private Environment environment;
    @Autowired private ApplicationContext context;
    @Autowired private SslBundles bundles;

    @DynamicPropertySource
    static void serveOverTls(DynamicPropertyRegistry properties) throws Exception {
        var authority = new Certificates();
        authority.write(authority.issueForAnotherName("gateway-7"), files);
        String node = "spring.ssl.bundle.pem.node.";
        properties.add(node + "keystore.certificate", () -> "file:" + files + "/tls.crt");
        properties.add(node + "keystore.private-key", () -> "file:" + files + "/tls.key");
        properties.add(node + "truststore.certificate", () -> "file:" + files + "/ca.crt");
        properties.add("server.ssl.bundle", () -> "node");
    }

    @Test
    void asksThisGatewayOverTls() {
        Shop.reset();
        var settings = new WarmUpSettings(10, Duration.ofSeconds(30), false);

        new WarmUp(settings, environment, context, bundles).run(new DefaultApplicationArguments());

        assertThat(Shop.CATALOG).anyMatch(backEnd -> !backEnd.received().isEmpty());
    }
}
