package io.everstore.gateway.identity;

import static io.everstore.gateway.Shop.CATALOG;
import static io.everstore.gateway.Shop.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.BackEnd;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.net.HttpCookie;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bearer tokens, the browser's cookie and its protection, over real HTTP. */
@GatewayTest
class SecurityTests {

    private static final String ORDER_BODY = "{\"lines\":[]}";

    @LocalServerPort int port;

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
    }

    static Stream<String> badTokens() {
        return Stream.of(
                SignedTokens.expired(),
                SignedTokens.foreign(),
                SignedTokens.ofOtherIssuer(),
                SignedTokens.forOtherAudience(),
                SignedTokens.unsigned(),
                SignedTokens.signedWithThePublicKeyAsSecret(),
                SignedTokens.tamperedWith(),
                "not-a-token");
    }

    @ParameterizedTest
    @CsvSource({"alice,customer", "bob,customer", "replay,customer", "admin,customer admin"})
    void issuesATokenThatTheServicesCanVerify(String username, String scope) {
        HttpResponse<String> answer =
                postJson("/api/tokens", credentials(username, username + "-demo"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        JsonNode json = JsonMapper.shared().readTree(answer.body());
        assertThat(json.get("expiresIn").asInt()).isEqualTo(3600);
        Jwt jwt =
                NimbusJwtDecoder.withPublicKey(
                                (java.security.interfaces.RSAPublicKey) Shop.KEYS.getPublic())
                        .build()
                        .decode(json.get("accessToken").asString());
        assertThat(jwt.getSubject()).isEqualTo(username);
        assertThat(jwt.getClaimAsString("scope")).isEqualTo(scope);
        assertThat(jwt.getClaimAsString("iss")).isEqualTo("https://everstore.local");
        assertThat(jwt.getAudience()).containsExactly("everstore");
        assertThat(jwt.getHeaders()).containsEntry("alg", "RS256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "nobody"})
    void refusesWrongCredentialsAlike(String username) {
        HttpResponse<String> answer = postJson("/api/tokens", credentials(username, "wrong"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertProblem(answer);
        assertThat(answer.body()).contains("wrong-credentials").doesNotContain(username);
    }

    @Test
    void throttlesGuessing() {
        for (int i = 0; i < 5; i++) {
            assertThat(postJson("/api/tokens", credentials("guessed", "x" + i)).statusCode())
                    .isEqualTo(401);
        }
        HttpResponse<String> answer = postJson("/api/tokens", credentials("guessed", "x"));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 60L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"username\":\"alice\"}",
                "{\"username\":\"\",\"password\":\"\"}",
                "{\"username\":\"alice\",\"password\":\"alice-demo\",\"scope\":\"admin\"}"
            })
    void refusesMalformedCredentials(String body) {
        HttpResponse<String> answer = postJson("/api/tokens", body);

        assertThat(answer.statusCode()).isIn(400, 422);
        assertProblem(answer);
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void refusesABadBearerToken(String token) {
        HttpResponse<String> answer =
                Shop.send(
                        Shop.request(port, "/api/orders")
                                .header("Authorization", "Bearer " + token));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertProblem(answer);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer");
        assertThat(received(ORDER)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void treatsABrowserWithABadCookieAsAnonymousAndClearsIt(String token) {
        HttpResponse<String> answer =
                Shop.send(
                        Shop.request(port, "/api/products")
                                .header("Cookie", "everstore-session=" + token));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(
                        each ->
                                each.startsWith("everstore-session=;")
                                        && each.contains("Max-Age=0"));
        assertThat(received(CATALOG).getFirst().headers())
                .doesNotContainKeys("authorization", "cookie");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/orders",
        "POST,/api/orders",
        "PUT,/api/products/A",
        "POST,/api/products/A/stock",
        "POST,/api/imports"
    })
    void asksForALoginWhereOneIsNeeded(String method, String path) {
        HttpResponse<String> answer =
                Shop.send(
                        Shop.request(port, path)
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertProblem(answer);
        assertThat(received(ORDER)).isEmpty();
        assertThat(received(CATALOG)).isEmpty();
    }

    @Test
    void letsABrowserLogInShopAndLogOut() {
        var browser = new Browser();
        assertThat(browser.get("/api/me").statusCode()).isEqualTo(401);

        HttpResponse<String> login = browser.post("/login", credentials("alice", "alice-demo"));
        assertThat(login.statusCode()).isEqualTo(204);
        assertThat(login.headers().allValues("Set-Cookie"))
                .anyMatch(
                        each ->
                                each.startsWith("everstore-session=")
                                        && each.contains("HttpOnly")
                                        && each.contains("SameSite=Strict")
                                        && each.contains("Path=/")
                                        && !each.contains("Secure"));

        HttpResponse<String> me = browser.get("/api/me");
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).isEqualTo("{\"username\":\"alice\",\"scopes\":[\"customer\"]}");

        assertThat(browser.post("/api/orders", ORDER_BODY).statusCode()).isEqualTo(200);
        BackEnd.Received order = received(ORDER).getFirst();
        assertThat(order.header("authorization")).startsWith("Bearer ey");
        assertThat(order.headers()).doesNotContainKeys("cookie", "x-xsrf-token");

        assertThat(browser.post("/logout", "").statusCode()).isEqualTo(204);
        assertThat(browser.get("/api/me").statusCode()).isEqualTo(401);
        assertThat(browser.get("/api/orders").statusCode()).isEqualTo(401);
    }

    @Test
    void refusesAForgedRequestOfALoggedInBrowser() {
        var browser = new Browser();
        browser.get("/api/me");
        browser.post("/login", credentials("alice", "alice-demo"));

        assertThat(browser.postWithoutToken("/api/orders", ORDER_BODY).statusCode()).isEqualTo(403);
        assertThat(browser.postWithoutToken("/logout", "").statusCode()).isEqualTo(403);
        browser.csrf = "guessed";
        HttpResponse<String> answer = browser.post("/api/orders", ORDER_BODY);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertProblem(answer);
        assertThat(received(ORDER)).isEmpty();
    }

    @Test
    void refusesToLogABrowserInForAnotherSite() {
        assertThat(postJson("/login", credentials("alice", "alice-demo")).statusCode())
                .isEqualTo(403);
        var browser = new Browser();
        browser.get("/api/me");
        HttpResponse<String> form =
                Shop.send(
                        browser.request("/login", true)
                                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        BodyPublishers.ofString(
                                                "username=alice&password=alice-demo")));
        assertThat(form.statusCode()).isEqualTo(415);
    }

    @Test
    void asksApiClientsForNoCsrfTokenEvenIfTheySendCookies() {
        String token = SignedTokens.customer();
        HttpResponse<String> answer =
                Shop.send(
                        Shop.request(port, "/api/orders")
                                .header("Authorization", "Bearer " + token)
                                .header("Cookie", "everstore-session=" + SignedTokens.admin())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(ORDER_BODY)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(received(ORDER).getFirst().headers().get("authorization"))
                .containsExactly("Bearer " + token);
    }

    @Test
    void setsNoCookiesForApiClients() {
        assertThat(Shop.send(Shop.request(port, "/api/products")).headers().allValues("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void createsNoSession() {
        var browser = new Browser();
        browser.get("/api/me");

        assertThat(browser.cookies).noneMatch(cookie -> cookie.getName().contains("SESSION"));
    }

    private HttpResponse<String> postJson(String path, String body) {
        return Shop.send(
                Shop.request(port, path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String credentials(String username, String password) {
        return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password);
    }

    private static List<BackEnd.Received> received(List<BackEnd> backEnds) {
        return backEnds.stream().flatMap(each -> each.received().stream()).toList();
    }

    private static void assertProblem(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/problem+json");
        assertThat(answer.body())
                .contains("https://everstore.dev/problems/")
                .doesNotContain("Exception");
    }

    /** Keeps cookies, and sends the CSRF token as the storefront's script does. */
    private final class Browser {

        private List<HttpCookie> cookies = List.of();
        private String csrf = "";

        HttpResponse<String> get(String path) {
            return keep(Shop.send(request(path, false)));
        }

        HttpResponse<String> post(String path, String body) {
            return keep(Shop.send(request(path, true).POST(BodyPublishers.ofString(body))));
        }

        HttpResponse<String> postWithoutToken(String path, String body) {
            return keep(Shop.send(request(path, false).POST(BodyPublishers.ofString(body))));
        }

        HttpRequest.Builder request(String path, boolean withToken) {
            var request = Shop.request(port, path).header("Content-Type", "application/json");
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        String.join("; ", cookies.stream().map(HttpCookie::toString).toList()));
            }
            return withToken ? request.header("X-XSRF-TOKEN", csrf) : request;
        }

        private HttpResponse<String> keep(HttpResponse<String> answer) {
            for (String header : answer.headers().allValues("Set-Cookie")) {
                for (HttpCookie cookie : HttpCookie.parse("Set-Cookie: " + header)) {
                    cookie.setVersion(0);
                    cookies =
                            Stream.concat(
                                            cookies.stream()
                                                    .filter(
                                                            each ->
                                                                    !each.getName()
                                                                            .equals(
                                                                                    cookie
                                                                                            .getName())),
                                            Stream.of(cookie).filter(each -> each.getMaxAge() != 0))
                                    .toList();
                    csrf = cookie.getName().equals("XSRF-TOKEN") ? cookie.getValue() : csrf;
                }
            }
            return answer;
        }
    }
}
