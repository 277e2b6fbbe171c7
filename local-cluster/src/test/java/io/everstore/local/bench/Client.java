package io.everstore.local.bench;

import io.everstore.local.acceptance.Everstore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The shop at its one address, over kept connections. */
final class Client {

    private static final String SHOP = "http://127.0.0.1:8080";

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    /**
     * An answer.
     *
     * @param status 0 if there was none
     * @param note what came instead of an answer
     */
    record Answer(int status, String body, String cacheStatus, boolean hasRetryAfter, String note) {

        boolean isOk() {
            return status / 100 == 2;
        }

        JsonNode json() {
            return Everstore.JSON.readTree(body);
        }

        private static Answer of(HttpResponse<String> answer) {
            return new Answer(
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().firstValue("Cache-Status").orElse(""),
                    answer.headers().firstValue("Retry-After").isPresent(),
                    "");
        }
    }

    Answer get(String path, Duration limit, String... headers) {
        return send(request(path, limit, headers).GET());
    }

    Answer post(String path, String body, Duration limit, String... headers) {
        return send(
                request(path, limit, headers)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    /** The value of an Authorization header; right after an overload not at the first attempt. */
    String signIn(String user) {
        String names = "{\"username\":\"%s\",\"password\":\"%s-demo\"}".formatted(user, user);
        Answer answer =
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(
                                () -> post("/api/tokens", names, Duration.ofSeconds(10)),
                                Answer::isOk);
        return "Bearer " + answer.json().path("accessToken").asString();
    }

    private static HttpRequest.Builder request(String path, Duration limit, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(SHOP + path)).timeout(limit);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return Answer.of(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            return new Answer(0, "", "", false, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "", "", false, "interrupted");
        }
    }
}
