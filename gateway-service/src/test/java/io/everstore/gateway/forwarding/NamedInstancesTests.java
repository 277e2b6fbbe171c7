package io.everstore.gateway.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.Certificates;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Instances that the DNS lists prove themselves by the name that they share, as on Kubernetes,
 * where nobody knows their addresses beforehand. The catalogue has the name in its certificate;
 * whoever answers for the orders has one that is good for the address.
 */
@GatewayTest
@TestPropertySource(properties = "everstore.balancing.check-interval=100ms")
@ActiveProfiles({"demo", "mtls"})
@DirtiesContext
class NamedInstancesTests {

    @TempDir static Path files;

    private static SecuredInstance catalog;
    private static SecuredInstance impostor;

    @LocalServerPort int port;

    @DynamicPropertySource
    static void startInstances(DynamicPropertyRegistry properties) throws Exception {
        var authority = new Certificates();
        catalog =
                SecuredInstance.start(
                        "catalog", authority.context(authority.issueForAnotherName("localhost")));
        impostor =
                SecuredInstance.start(
                        "impostor", authority.context(authority.issue("some-other-pod")));
        authority.write(authority.issue("gateway-7"), files);
        properties.add("EVERSTORE_CERTIFICATES", files::toString);
        properties.add(
                "everstore.routing.catalog-instances", () -> "dns:localhost:" + catalog.port());
        properties.add(
                "everstore.routing.order-instances", () -> "dns:localhost:" + impostor.port());
    }

    @AfterAll
    static void stop() {
        catalog.close();
        impostor.close();
    }

    @Test
    void believesTheNameAndNotTheAddress() {
        await().until(
                        () ->
                                Shop.send(Shop.request(port, "/api/products")).statusCode() == 200
                                        && catalog.requests() > 10);

        assertThat(Shop.send(Shop.request(port, "/api/products/1")).body()).isEqualTo("catalog");
        HttpResponse<String> orders =
                Shop.send(
                        Shop.request(port, "/api/orders")
                                .header("Authorization", "Bearer " + token()));
        assertThat(orders.statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(impostor.requests()).as("requests and checks at a wrong name").isZero();
    }

    private String token() {
        HttpResponse<String> answer =
                Shop.send(
                        Shop.request(port, "/api/tokens")
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"username\":\"alice\",\"password\":\"alice-demo\"}")));
        return JsonMapper.shared().readTree(answer.body()).get("accessToken").asString();
    }
}
