package io.everstore.local.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** What must be refused with a clear answer, at the edge, as a stranger would send it. */
final class BadInput {

    private final Api api;
    private final String token;
    private final String sku;
    private int count;

    BadInput(Api api, String token, String sku) {
        this.api = api;
        this.token = token;
        this.sku = sku;
    }

    int count() {
        return count;
    }

    void checkAll() {
        refused(400, order("{\"lines\":[{"));
        refused(400, order(line(sku, "1").replace("\"quantity\"", "\"quantity\":1,\"price\"")));
        refused(422, 400, order(line(sku, "0")));
        refused(422, 400, order(line(sku, "-3")));
        refused(422, 400, order(line(sku, "99999999999")));
        refused(422, 400, order(line(sku, "1.5")));
        refused(422, 400, order("{\"lines\":[]}"));
        refused(422, order(line("NO-SUCH-SKU", "1")));
        refused(400, api.post("/api/orders", line(sku, "1"), "Authorization", "Bearer " + token));
        refused(400, keyed(line(sku, "1"), "short", token));
        refused(401, keyed(line(sku, "1"), key(), "not.a.token"));
        refused(401, keyed(line(sku, "1"), key(), foreign()));
        refused(401, api.post("/api/orders", line(sku, "1"), "Idempotency-Key", key()));
        byte[] large = new byte[10 * 1024 * 1024];
        Arrays.fill(large, (byte) ' ');
        refused(413, keyed(new String(large, StandardCharsets.UTF_8), key(), token));
        refused(
                413,
                api.postChunked(
                        "/api/orders",
                        large,
                        "Authorization",
                        "Bearer " + token,
                        "Idempotency-Key",
                        key()));
        refused(400, api.get("/api/products?after=tampered"));
        refused(400, api.get("/api/orders?after=tampered", "Authorization", "Bearer " + token));
        refused(400, api.get("/api/products?limit=100000"));
        refused(404, api.get("/api/products/NO-SUCH-SKU"));
        refused(
                404,
                api.get("/api/orders/" + UUID.randomUUID(), "Authorization", "Bearer " + token));
        refused(403, api.post("/api/imports", "{}", "Authorization", "Bearer " + token));
    }

    private void refused(int status, Api.Answer answer) {
        refused(status, status, answer);
    }

    private void refused(int status, int orStatus, Api.Answer answer) {
        count++;
        assertThat(answer.status()).as("case %d: %s", count, answer).isIn(status, orStatus);
        assertThat(answer.type())
                .as("case %d: %s", count, answer)
                .startsWith("application/problem+json");
        assertThat(answer.problem()).as("case %d has a type: %s", count, answer).isNotEmpty();
        assertThat(answer.json().path("detail").asString(""))
                .as("case %d says what to do: %s", count, answer)
                .isNotBlank();
    }

    private Api.Answer order(String body) {
        return keyed(body, key(), token);
    }

    private Api.Answer keyed(String body, String key, String bearer) {
        return api.post(
                "/api/orders", body, "Authorization", "Bearer " + bearer, "Idempotency-Key", key);
    }

    private static String key() {
        return "bad-input-" + UUID.randomUUID();
    }

    private static String line(String sku, String quantity) {
        return "{\"lines\":[{\"sku\":\"%s\",\"quantity\":%s}]}".formatted(sku, quantity);
    }

    /** The same token, its signature changed in one character. */
    private String foreign() {
        int at = token.lastIndexOf('.') + 5;
        char other = token.charAt(at) == 'A' ? 'B' : 'A';
        return token.substring(0, at) + other + token.substring(at + 1);
    }
}
