package io.everstore.gateway.oidc;

import static io.everstore.gateway.Shop.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.GatewayApplication;
import io.everstore.gateway.Shop;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Two gateways and an issuer: whatever is begun at one gateway is finished at the other. */
class SignInTests {

    private static final String SESSION = "everstore-session";
    private static final String ATTEMPT = "everstore-sign-in";

    private static StandInIssuer issuer;
    private static ConfigurableApplicationContext first;
    private static ConfigurableApplicationContext second;

    private final Browser browser = new Browser();

    @BeforeAll
    static void open() throws Exception {
        issuer = new StandInIssuer();
        first = gateway("gateway-1", issuer.address());
        second = gateway("gateway-2", issuer.address());
    }

    @AfterAll
    static void close() {
        first.close();
        second.close();
        issuer.close();
    }

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
        issuer.reset();
    }

    static ConfigurableApplicationContext gateway(String name, String issuer) {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .profiles("oidc")
                .run(
                        "--server.port=0",
                        "--EVERSTORE_NODE=" + name,
                        "--EVERSTORE_OIDC_ISSUER=" + issuer,
                        "--EVERSTORE_OIDC_JWKS=" + issuer + "/keys",
                        "--EVERSTORE_OIDC_AUTHORIZATION=" + issuer + "/authorize",
                        "--EVERSTORE_OIDC_TOKEN=" + issuer + "/token",
                        "--EVERSTORE_OIDC_END_SESSION=" + issuer + "/end",
                        "--EVERSTORE_OIDC_CLIENT=" + StandInIssuer.CLIENT,
                        "--oidc-client-secret=" + StandInIssuer.SECRET,
                        "--EVERSTORE_TRUSTED_PROXIES=127\\.0\\.0\\.1",
                        "--CATALOG_INSTANCES=" + Shop.addresses(Shop.CATALOG),
                        "--ORDER_INSTANCES=" + Shop.addresses(Shop.ORDER),
                        "--REDIS_SENTINELS=127.0.0.1:1",
                        "--everstore.balancing.check-interval=1h",
                        "--everstore.warm-up.rounds=0");
    }

    static int port(ConfigurableApplicationContext gateway) {
        return ((WebServerApplicationContext) gateway).getWebServer().getPort();
    }

    @Test
    void signsInAtTheOtherGateway() {
        HttpResponse<String> back = signIn("/login?to=/checkout");

        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(back.headers().firstValue("Location")).hasValue("/checkout");
        assertThat(back.body()).isEmpty();
        assertThat(back.headers().allValues("Set-Cookie"))
                .anyMatch(
                        each ->
                                each.startsWith(SESSION + "=ey")
                                        && each.contains("HttpOnly")
                                        && each.contains("SameSite=Strict")
                                        && each.contains("Max-Age=3"))
                .anyMatch(each -> each.startsWith(ATTEMPT + "=;") && each.contains("Max-Age=0"));
        assertThat(browser.get(port(first), "/api/me").body())
                .isEqualTo("{\"username\":\"carol\",\"scopes\":[\"openid\",\"customer\"]}");
        assertThat(browser.get(port(second), "/api/orders").statusCode()).isEqualTo(200);
        assertThat(ORDER)
                .flatExtracting(each -> each.received())
                .singleElement()
                .satisfies(
                        order -> {
                            assertThat(order.header("authorization"))
                                    .isEqualTo("Bearer " + browser.cookie(SESSION));
                            assertThat(order.headers()).doesNotContainKeys("cookie");
                        });
    }

    @Test
    void asksTheIssuerForACodeThatNobodyElseCanUse() {
        HttpResponse<String> begun = browser.open(port(first), "/login");

        assertThat(begun.headers().firstValue("Location").orElseThrow())
                .startsWith(issuer.address() + "/authorize?")
                .contains("response_type=code", "code_challenge_method=S256", "scope=openid")
                .contains("redirect_uri=http://127.0.0.1:" + port(first) + "/login/callback");
        assertThat(begun.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith(ATTEMPT + "=ey")
                .contains("HttpOnly", "SameSite=Lax", "Path=/login", "Max-Age=600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/%5Cevil.example",
                "/%09/evil.example",
                "javascript:alert(1)"
            })
    void leadsBackToNoOtherSite(String elsewhere) {
        assertThat(signIn("/login?to=" + elsewhere).headers().firstValue("Location")).hasValue("/");
    }

    @Test
    void doesNotSignInAnotherBrowser() {
        String callback = callback("/login");

        assertIsRefused(new Browser().open(port(second), callback), 400);
    }

    @Test
    void doesNotSignInWithAnotherState() {
        String callback = callback("/login");

        assertIsRefused(
                browser.open(port(second), callback.replaceAll("state=[^&]+", "state=guessed")),
                400);
    }

    @Test
    void doesNotOpenWhatItHasNotSealed() {
        String callback = callback("/login");
        String sealed = browser.cookie(ATTEMPT);
        browser.setCookie(ATTEMPT, sealed.substring(0, sealed.length() - 4) + "AAAA");

        assertIsRefused(browser.open(port(second), callback), 400);
    }

    @Test
    void doesNotSignInWithTheAttemptOfAnother() {
        callback("/login");
        String own = browser.cookie(ATTEMPT);
        String callback = callback("/login");
        browser.setCookie(ATTEMPT, own);

        assertIsRefused(browser.open(port(second), callback), 400);
    }

    @Test
    void doesNotBelieveAnIdTokenOfAnotherAttempt() {
        issuer.answerWithAnotherNonce();

        assertIsRefused(signIn("/login"), 400);
    }

    @Test
    void takesNoTokenThatNoServiceWouldTake() {
        issuer.giveTokensForAudience("another-shop");

        assertIsRefused(signIn("/login"), 502);
    }

    @Test
    void explainsThatTheCustomerDidNotAgree() {
        browser.open(port(first), "/login");

        assertIsRefused(
                browser.open(port(second), "/login/callback?error=access_denied&state=x"), 400);
    }

    @Test
    void signsInAgainWhenTheTokenHasEnded() {
        issuer.giveTokensFor(Duration.ofSeconds(-90));
        assertIsRefused(signIn("/login"), 400);

        issuer.reset();
        assertThat(signIn("/login").statusCode()).isEqualTo(303);
        assertThat(browser.get(port(first), "/api/me").statusCode()).isEqualTo(200);
    }

    @Test
    void keepsCookiesForHttpsWhereTheCustomerUsesIt() {
        var secured =
                Shop.send(
                        Shop.request(port(first), "/login")
                                .header("X-Forwarded-Proto", "https")
                                .header("X-Forwarded-For", "192.0.2.1")
                                .header("X-Forwarded-Host", "shop.example")
                                .header("X-Forwarded-Port", "443"));

        assertThat(secured.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure");
        assertThat(secured.headers().firstValue("Location").orElseThrow())
                .contains("redirect_uri=https://shop.example/login/callback");
    }

    @Test
    void signsOutHereAndThere() {
        signIn("/login");
        browser.get(port(first), "/api/me");

        assertThat(browser.post(port(second), "/logout", false).statusCode()).isEqualTo(403);
        assertThat(browser.cookie(SESSION)).isNotEmpty();
        assertThat(browser.post(port(second), "/logout", true).statusCode()).isEqualTo(204);
        assertThat(browser.cookie(SESSION)).isEmpty();
        assertThat(browser.get(port(first), "/api/me").statusCode()).isEqualTo(401);
        assertThat(browser.open(port(first), "/login/ended").headers().firstValue("Location"))
                .hasValueSatisfying(
                        end ->
                                assertThat(end)
                                        .startsWith(issuer.address() + "/end?client_id=")
                                        .contains("post_logout_redirect_uri=http"));
    }

    @Test
    void tellsTheStorefrontThatItHasNoFormToShow() {
        assertThat(browser.open(port(first), "/").body())
                .contains("<meta name=\"everstore-sign-in\" content=\"issuer\">");
    }

    private HttpResponse<String> signIn(String login) {
        return browser.open(port(second), callback(login));
    }

    /** Begins at the first gateway; returns what the issuer sends the browser back to. */
    private String callback(String login) {
        HttpResponse<String> begun = browser.open(port(first), login);
        assertThat(begun.statusCode()).isEqualTo(303);
        URI there = URI.create(begun.headers().firstValue("Location").orElseThrow());
        HttpResponse<String> agreed = Browser.openElsewhere(there);
        assertThat(agreed.statusCode()).isEqualTo(302);
        URI back = URI.create(agreed.headers().firstValue("Location").orElseThrow());
        assertThat(back.getPath()).isEqualTo("/login/callback");
        return back.getRawPath() + "?" + back.getRawQuery();
    }

    private void assertIsRefused(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("<h1>You are not signed in</h1>").contains("/login");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .noneMatch(each -> each.startsWith(SESSION + "=ey"));
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'", "form-action 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(browser.cookie(SESSION)).isEmpty();
    }
}
