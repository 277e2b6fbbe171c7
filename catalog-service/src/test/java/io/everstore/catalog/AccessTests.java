package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessTests extends RunningService {

    @Test
    void letsEverybodyLook() {
        String sku = product("Lantern", "Lamps", "2.50", 1);

        for (String path :
                List.of(
                        "/api/products",
                        "/api/products/" + sku,
                        "/api/categories",
                        "/api/bestsellers",
                        "/livez",
                        "/readyz")) {
            assertThat(send(request(path)).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void letsOnlyAdminsChangeAnythingOrCompareTheStock() {
        String sku = product("Lantern", "Lamps", "2.50", 1);
        for (HttpRequest.Builder change :
                List.of(
                        request("/api/products/" + sku).PUT(BodyPublishers.ofString("{}")),
                        request("/api/products/" + sku + "/stock")
                                .POST(BodyPublishers.ofString("{\"delta\":1}")),
                        request("/api/imports").POST(BodyPublishers.noBody()),
                        request("/api/stock/drift"))) {
            Answer nobody = send(change.copy());
            assertThat(nobody.status()).isEqualTo(401);
            assertThat(nobody.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(nobody.problem()).isEqualTo("unauthorized");

            Answer customer = send(change.copy(), bearer(Surroundings.TOKENS.customer()));
            assertThat(customer.status()).isEqualTo(403);
            assertThat(customer.problem()).isEqualTo("forbidden");
        }
        assertThat(stockOf(sku)).isEqualTo(1);
    }

    @Test
    void refusesTokensThatAreNotMeantForIt() {
        for (String token :
                List.of(
                        Surroundings.TOKENS.expired(),
                        Surroundings.TOKENS.forAnotherAudience(),
                        Surroundings.TOKENS.ofAnotherIssuer(),
                        Surroundings.TOKENS.signedByAnother(),
                        "nonsense")) {
            HttpRequest.Builder open = request("/api/imports").POST(BodyPublishers.noBody());
            assertThat(send(open, bearer(token)).status()).isEqualTo(401);
        }
    }

    @Test
    void showsItsMetrics() {
        Answer answer = get("/actuator/prometheus");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body())
                .contains("everstore_outbox_age_seconds", "hikaricp_connections");
    }

    @Test
    void deniesWhatNobodyAllowed() {
        assertThat(get("/actuator/env").status()).isEqualTo(403);
        assertThat(get("/api/orders").status()).isEqualTo(403);
        assertThat(delete("/api/products/X").status()).isEqualTo(403);
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
