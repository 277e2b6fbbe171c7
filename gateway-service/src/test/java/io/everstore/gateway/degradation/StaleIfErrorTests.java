package io.everstore.gateway.degradation;

import static io.everstore.gateway.Shop.CATALOG;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.BackEnd;
import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** All of the catalogue is away. */
@GatewayTest
class StaleIfErrorTests {

    private static final String KEEP = "max-age=31, public, stale-if-error=86400";

    @LocalServerPort int port;

    /** A page that no other test has seen. */
    private final String sku = "sku-" + UUID.randomUUID();

    @BeforeEach
    @AfterEach
    void everythingWorks() {
        Shop.reset();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/products/%s",
                "/api/products?limit=24&category=%s",
                "/api/categories?x=%s",
                "/api/bestsellers?x=%s",
                "/images/%s.svg"
            })
    void showsTheLastKnownPageAndItsAge(String path) {
        reply(200, Map.of("Cache-Control", KEEP, "Age", "30", "ETag", "\"e\""), "page " + sku);
        get(path.formatted(sku));
        CATALOG.forEach(BackEnd::kill);

        HttpResponse<String> answer = get(path.formatted(sku));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("page " + sku);
        assertThat(answer.headers().firstValueAsLong("Age").orElseThrow()).isBetween(30L, 60L);
        assertThat(answer.headers().firstValue("Cache-Status"))
                .hasValue("everstore-gateway; hit; detail=stale");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"e\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void coversErrorsOfInstancesThatAreThere(int status) {
        see(sku, KEEP);
        reply(status, Map.of(), "");

        assertThat(get("/api/products/" + sku).body()).isEqualTo("page " + sku);
    }

    @Test
    void saysThatItHasNothingInsteadOfShowingAnEmptyPage() {
        CATALOG.forEach(BackEnd::kill);

        HttpResponse<String> answer = get("/api/products/" + sku);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void asksForEveryPageWhileTheCatalogueIsThere() {
        see(sku, KEEP);
        reply(200, Map.of("Cache-Control", KEEP), "a new page");

        assertThat(get("/api/products/" + sku).body()).isEqualTo("a new page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "max-age=60", "private, stale-if-error=60"})
    void keepsOnlyWhatItMay(String cacheControl) {
        see(sku, cacheControl);
        CATALOG.forEach(BackEnd::kill);

        assertThat(get("/api/products/" + sku).statusCode()).isEqualTo(503);
    }

    @Test
    void doesNotKeepWhatWasOldAlready() {
        reply(200, Map.of("Cache-Control", KEEP, "Cache-Status", "x; hit; detail=stale"), "old");
        get("/api/products/" + sku);
        CATALOG.forEach(BackEnd::kill);

        assertThat(get("/api/products/" + sku).statusCode()).isEqualTo(503);
    }

    @Test
    void forgetsAProductThatIsGone() {
        see(sku, KEEP);
        reply(404, Map.of(), "");
        get("/api/products/" + sku);
        CATALOG.forEach(BackEnd::kill);

        assertThat(get("/api/products/" + sku).statusCode()).isEqualTo(503);
    }

    @Test
    void keepsNoPageThatIsTooLong() {
        reply(200, Map.of("Cache-Control", KEEP), "x".repeat(300_000));
        get("/api/products/" + sku);
        CATALOG.forEach(BackEnd::kill);

        assertThat(get("/api/products/" + sku).statusCode()).isEqualTo(503);
    }

    private void see(String sku, String cacheControl) {
        reply(200, Map.of("Cache-Control", cacheControl), "page " + sku);
        assertThat(get("/api/products/" + sku).statusCode()).isEqualTo(200);
    }

    private static void reply(int status, Map<String, String> headers, String body) {
        CATALOG.forEach(each -> each.alwaysReply(new Reply.Whole(status, headers, body)));
    }

    private HttpResponse<String> get(String path) {
        return Shop.send(Shop.request(port, path));
    }
}
