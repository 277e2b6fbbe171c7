package io.everstore.local.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.acceptance.Everstore;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * What there is to reach for: a product that can be had, an import that was opened, and a confirmed
 * order of the customer.
 */
record Goods(String sku, String importId, String orderId) {

    static Goods in(Shop shop, Signer signer) {
        String sku =
                Everstore.JSON
                        .readTree(shop.get(Shop.EDGE + "/api/products?limit=1").body())
                        .at("/items/0/sku")
                        .asString();
        String admin = Caller.ADMIN.token(signer);
        // The shop may have been sold out by other tests.
        sent(shop, "/api/products/" + sku + "/stock", "{\"delta\":10}", admin, 200);
        String opened = made(shop, "/api/imports", "", admin);
        String customer = Caller.CUSTOMER.token(signer);
        String order = made(shop, "/api/orders", order(sku), customer);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                shop.get(
                                                Shop.EDGE + "/api/orders/" + order,
                                                "Authorization: Bearer " + customer)
                                        .body()
                                        .contains("CONFIRMED"));
        return new Goods(sku, opened, order);
    }

    private static String made(Shop shop, String path, String body, String token) {
        HttpResponse<String> answer = sent(shop, path, body, token, 201);
        return Everstore.JSON.readTree(answer.body()).path("id").asString();
    }

    private static HttpResponse<String> sent(
            Shop shop, String path, String body, String token, int status) {
        HttpResponse<String> answer =
                shop.send(
                        HttpRequest.newBuilder(URI.create(Shop.EDGE + path))
                                .timeout(Duration.ofSeconds(15))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", UUID.randomUUID().toString())
                                .POST(BodyPublishers.ofString(body))
                                .build());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(status);
        return answer;
    }

    static String order(String sku) {
        return "{\"lines\":[{\"sku\":\"%s\",\"quantity\":1}]}".formatted(sku);
    }

    /** The path with the names in braces replaced. */
    String in(String path) {
        return path.replace("{sku}", sku)
                .replace("{name}", sku + ".svg")
                .replace("{importId}", importId)
                .replace("{number}", "1")
                .replace("{id}", orderId);
    }
}
