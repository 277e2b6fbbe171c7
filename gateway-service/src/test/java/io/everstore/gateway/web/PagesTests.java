package io.everstore.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The storefront as a browser gets it; the page of these tests has an import map. */
@GatewayTest
class PagesTests {

    private static final String IMPORT_MAP = "{\"imports\": {\"a\": \"/app/a.js\"}}";

    @LocalServerPort int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/product/85123A",
                "/category/lamps",
                "/search?q=mug",
                "/basket",
                "/checkout",
                "/orders",
                "/orders/0190",
                "/login"
            })
    void showsTheShopOnEveryPage(String path) {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<title>Test shop</title>");
        assertThat(header(answer, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(header(answer, "Everstore-Gateway")).isEqualTo("gateway-7");
    }

    @Test
    void doesNotSendAPageTwice() {
        String etag = header(get("/"), "ETag");

        HttpResponse<String> answer =
                Shop.send(Shop.request(port, "/").header("If-None-Match", etag));

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void allowsTheScriptsOfTheShopItsImportMapAndNoOthers() {
        String policy = header(get("/"), "Content-Security-Policy");

        assertThat(policy)
                .contains(
                        "default-src 'self'",
                        "object-src 'none'",
                        "base-uri 'none'",
                        "frame-ancestors 'none'")
                .contains("script-src 'self' '" + hash(IMPORT_MAP) + "';")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/products", "/app/test-asset.js", "/api/unknown"})
    void protectsEveryAnswer(String path) {
        HttpResponse<String> answer = get(path);

        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("same-origin");
        assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(header(answer, "Content-Security-Policy")).startsWith("default-src 'self'");
    }

    @Test
    void letsBrowsersAskWhetherAnAssetIsStillCurrent() {
        HttpResponse<String> asset = get("/app/test-asset.js");
        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(header(asset, "Content-Type")).startsWith("text/javascript");
        assertThat(asset.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(asset.headers().firstValue("Last-Modified")).isEmpty();

        HttpResponse<String> again =
                Shop.send(
                        Shop.request(port, "/app/test-asset.js")
                                .header("If-None-Match", header(asset, "ETag")));
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void letsBrowsersKeepWhatAPageNamesForGood() {
        Matcher named =
                Pattern.compile("src=\"(/assets/\\w+/app/main.js)\"").matcher(get("/").body());
        assertThat(named.find()).isTrue();
        String path = named.group(1).replace("main.js", "test-asset.js");

        assertThat(header(get(path), "Cache-Control"))
                .isEqualTo("max-age=31536000, public, immutable");
        assertThat(get(path).body()).isEqualTo(get("/app/test-asset.js").body());
    }

    @Test
    void servesAPageOfAnotherVersionWhatItHas() {
        HttpResponse<String> answer = get("/assets/0123456789ab/app/test-asset.js");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        assertThat(get("/assets/0123456789ab/app/../../application.yml").statusCode())
                .isIn(400, 404);
    }

    @Test
    void welcomesAtHomeWithoutWaitingForScripts() {
        assertThat(get("/").body()).contains("id=\"welcome\">");
        assertThat(get("/basket").body()).contains("id=\"welcome\" hidden>");
    }

    @Test
    void compressesLongTexts() {
        var request = Shop.request(port, "/openapi").header("Accept-Encoding", "gzip");

        assertThat(header(Shop.send(request), "Content-Encoding")).isEqualTo("gzip");
    }

    @Test
    void letsBrowsersKeepLibrariesForGood() {
        HttpResponse<String> library = get("/webjars/thing/1.0/thing.js");

        assertThat(library.statusCode()).isEqualTo(200);
        assertThat(header(library, "Cache-Control"))
                .isEqualTo("max-age=31536000, public, immutable");
    }

    @Test
    void showsAVisitorOnADeadLinkTheShop() {
        HttpResponse<String> answer =
                Shop.send(
                        Shop.request(port, "/no-such-page")
                                .header("Accept", "text/html,application/xhtml+xml"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("<title>Test shop</title>");
    }

    @Test
    void tellsAProgramThatNothingIsThere() {
        HttpResponse<String> answer =
                Shop.send(Shop.request(port, "/no-such-page").header("Accept", "*/*"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("problems/not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/../application.yml",
                "/app/..%2fapplication.yml",
                "/webjars/%2e%2e/application.yml"
            })
    void leavesTheDirectoryOfAssetsForNobody(String path) {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("everstore:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz"})
    void answersHealthChecks(String path) {
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) {
        return Shop.send(Shop.request(port, path));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String hash(String script) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
