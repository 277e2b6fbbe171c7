package io.everstore.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Someone comes too often; there is no Redis here, so the gateway counts for itself. */
@GatewayTest
@TestPropertySource(
        properties = {
            "everstore.rate-limits.period=1h",
            "everstore.rate-limits.per-customer=10",
            "everstore.rate-limits.per-address=40"
        })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class RateLimitTests {

    @LocalServerPort int port;

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
    }

    @Test
    void refusesACustomerWhoComesTooOftenAndNobodyElse() {
        for (int i = 0; i < 10; i++) {
            assertThat(orders(SignedTokens.customer()).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> answer = orders(SignedTokens.customer());
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("too-many-requests").contains("customer");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 3600L);
        assertThat(orders(SignedTokens.admin()).statusCode()).isEqualTo(200);
        assertThat(get("/api/products").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAnAddressWhateverItSaysOfItself() {
        for (int i = 0; i < 40; i++) {
            HttpRequest.Builder request =
                    Shop.request(port, "/api/products").header("X-Forwarded-For", "10.0.0." + i);
            assertThat(Shop.send(request).statusCode()).isEqualTo(200);
        }

        assertThat(get("/api/products").statusCode()).isEqualTo(429);
        assertThat(orders("not-a-token").statusCode()).isEqualTo(429);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::1, 20010db800010002",
        "::1, 0000000000000000"
    })
    void countsThePartOfAnAddressThatACustomerIsGiven(String address, String counted) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(address);

        assertThat(Visitor.ADDRESS.nameIn(request)).isEqualTo(counted);
    }

    private HttpResponse<String> orders(String token) {
        return Shop.send(
                Shop.request(port, "/api/orders").header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> get(String path) {
        return Shop.send(Shop.request(port, path));
    }
}
