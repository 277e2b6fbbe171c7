package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.everstore.deployment.envoygateway.EnvoyProxy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Who comes from outside, customers by way of Envoy and Prometheus, comes over TLS, too. */
class EdgeTests {

    @EachOverlay
    void showsTheGatewaysWhoTheEdgeIs(String overlay) {
        Overlay shop = Overlay.of(overlay);
        var policy = shop.the(BackendTLSPolicy.class).getSpec();
        var target = policy.getTargetRefs().getFirst();
        assertThat(List.of(target.getKind(), target.getName(), target.getSectionName()))
                .containsExactly("Service", "gateway", "https");
        var authority = policy.getValidation().getCaCertificateRefs().getFirst();
        EnvoyProxy proxy = shop.the(EnvoyProxy.class);
        var shown = proxy.spec().backendTLS().clientCertificateRef();
        assertThat(shown)
                .isEqualTo(new EnvoyProxy.Reference("", "Secret", "edge-tls", "everstore"));
        assertThat(authority.getKind()).isEqualTo("Secret");
        assertThat(authority.getName()).isEqualTo(shown.name());
        var used = shop.the(Gateway.class).getSpec().getInfrastructure().getParametersRef();
        assertThat(used.getGroup() + "/" + used.getKind() + "/" + used.getName())
                .isEqualTo("gateway.envoyproxy.io/EnvoyProxy/" + proxy.metadata().getName());
    }

    /** On a laptop they come through the tunnel of kubectl. */
    @Test
    void servesCustomersOverTlsInProduction() {
        Overlay shop = Overlay.of("production");
        assertThat(shop.the(Gateway.class).getSpec().getListeners())
                .singleElement()
                .satisfies(
                        listener -> {
                            assertThat(listener.getName()).isEqualTo("https");
                            assertThat(listener.getProtocol()).isEqualTo("HTTPS");
                            assertThat(listener.getTls().getMode()).isEqualTo("Terminate");
                            assertThat(listener.getTls().getCertificateRefs())
                                    .singleElement()
                                    .satisfies(
                                            secret ->
                                                    assertThat(secret.getName())
                                                            .isEqualTo("shop-tls"));
                        });
        assertThat(shop.the(HTTPRoute.class).getSpec().getParentRefs())
                .allSatisfy(parent -> assertThat(parent.getSectionName()).isEqualTo("https"));
    }

    /** But for the brokers' figures, for which Strimzi has no certificate. */
    @EachOverlay
    void scrapesOverTls(String overlay) {
        for (JsonNode monitor : Overlay.of(overlay).documents()) {
            String kind = monitor.path("kind").asText();
            boolean isPods = kind.equals("PodMonitor");
            if (isPods || kind.equals("ServiceMonitor")) {
                String name = monitor.at("/metadata/name").asText();
                JsonNode endpoints =
                        monitor.at(isPods ? "/spec/podMetricsEndpoints" : "/spec/endpoints");
                assertThat(StreamSupport.stream(endpoints.spliterator(), false))
                        .as("%s %s", kind, name)
                        .isNotEmpty()
                        .allMatch(endpoint -> isOverTls(endpoint) != name.equals("kafka"));
                if (!isPods) {
                    assertThat(endpoints.findValuesAsText("key"))
                            .containsExactlyInAnyOrder("ca.crt", "tls.crt", "tls.key");
                }
            }
        }
    }

    /** From who is called so, and has it from the authority of the shop. */
    private static boolean isOverTls(JsonNode endpoint) {
        JsonNode tls = endpoint.path("tlsConfig");
        return endpoint.path("scheme").asText().equals("https")
                && tls.path("serverName").isTextual()
                && tls.at("/ca/secret/key").asText().equals("ca.crt")
                && !tls.has("insecureSkipVerify");
    }
}
