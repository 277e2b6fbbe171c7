package io.everstore.gateway.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.Shop;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** What customers see while the issuer is away. */
class IssuerOutageTests {

    private final Browser browser = new Browser();
    private StandInIssuer issuer;
    private ConfigurableApplicationContext gateway;
    private int port;

    @BeforeEach
    void open() throws Exception {
        Shop.reset();
        issuer = new StandInIssuer();
        gateway = SignInTests.gateway("gateway-1", issuer.address());
        port = SignInTests.port(gateway);
    }

    @AfterEach
    void close() {
        gateway.close();
        issuer.close();
    }

    @Test
    void letsWhoIsSignedInGoOn() {
        assertThat(browser.open(port, callback()).statusCode()).isEqualTo(303);
        issuer.close();

        assertThat(browser.get(port, "/api/me").statusCode()).isEqualTo(200);
        assertThat(browser.get(port, "/api/orders").statusCode()).isEqualTo(200);
        assertThat(browser.get(port, "/api/products").statusCode()).isEqualTo(200);
        assertThat(browser.open(port, "/").statusCode()).isEqualTo(200);
    }

    @Test
    void sendsNobodyToNobody() {
        issuer.close();

        HttpResponse<String> page = browser.open(port, "/login?to=/checkout");
        assertIsAway(page);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.body()).contains("Signing in is not possible at the moment");
        HttpResponse<String> problem = browser.get(port, "/login");
        assertIsAway(problem);
        assertThat(problem.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
    }

    @Test
    void saysSoWhereTheIssuerFailsHalfWay() {
        String callback = callback();
        issuer.failAtTokens();
        assertIsAway(browser.open(port, callback));

        String other = callback();
        issuer.close();
        assertIsAway(browser.open(port, other));
    }

    private static void assertIsAway(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(answer.body()).doesNotContain("Exception");
    }

    private String callback() {
        URI there =
                URI.create(
                        browser.open(port, "/login")
                                .headers()
                                .firstValue("Location")
                                .orElseThrow());
        URI back =
                URI.create(
                        Browser.openElsewhere(there)
                                .headers()
                                .firstValue("Location")
                                .orElseThrow());
        return back.getRawPath() + "?" + back.getRawQuery();
    }
}
