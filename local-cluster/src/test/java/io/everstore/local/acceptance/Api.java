package io.everstore.local.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The shop's HTTP interface, at the edge. */
final class Api {

    private static final String SHOP = "http://localhost:8080";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** An answer with its body as text. */
    record Answer(int status, String type, String body) {

        JsonNode json() {
            return Everstore.JSON.readTree(body);
        }

        /** The last word of the problem's type, for example unknown-sku. */
        String problem() {
            String uri = json().path("type").asString("");
            return uri.substring(uri.lastIndexOf('/') + 1);
        }
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer post(String path, String body, String... headers) {
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A body without a length: chunked. */
    Answer postChunked(String path, byte[] body, String... headers) {
        HttpRequest.BodyPublisher chunks =
                HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(body));
        return send(request(path, headers).header("Content-Type", "application/json").POST(chunks));
    }

    String token(String user) {
        Answer answer =
                post(
                        "/api/tokens",
                        "{\"username\":\"%s\",\"password\":\"%s-demo\"}".formatted(user, user));
        return answer.json().path("accessToken").asString();
    }

    private static HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(SHOP + path)).timeout(Duration.ofSeconds(15));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The SKUs of the first pages of the catalogue. */
    List<String> skus(int atLeast) {
        List<String> skus = new ArrayList<>();
        String cursor = "";
        while (skus.size() < atLeast) {
            JsonNode page =
                    get("/api/products?limit=100" + (cursor.isEmpty() ? "" : "&after=" + cursor))
                            .json();
            page.path("items").forEach(item -> skus.add(item.path("sku").asString()));
            cursor = page.path("next").asString("");
            if (cursor.isEmpty()) {
                return skus;
            }
        }
        return skus;
    }
}
