package io.everstore.resilience.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = Kiosk.class,
        properties = {
            "EVERSTORE_NODE=kiosk-1",
            "spring.flyway.enabled=false",
            "spring.autoconfigure.exclude="
                    + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "everstore.resilience.body-limit.overrides[0].prefix=/uploads/",
            "everstore.resilience.body-limit.overrides[0].size=1MB"
        })
class RefusalTests {

    @TempDir static Path secrets;

    @DynamicPropertySource
    static void keys(DynamicPropertyRegistry registry) {
        Tokens.writePublicKey(secrets);
        registry.add("EVERSTORE_SECRETS", secrets::toString);
    }

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort int port;

    static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.of(
                        "{\"name\": \"a\",\n  items}", 400, "malformed-json", "Line 2, column"),
                Arguments.of("{\"name\":\"a\"", 400, "malformed-json", "Line 1"),
                Arguments.of("{\"name\":\"a\",\"gift\":true}}", 400, "malformed-json", "Line 1"),
                Arguments.of(
                        "{\"name\":\"a\",\"items\":[{\"code\":\"x\",\"count\":1,\"qty\":2}]}",
                        400,
                        "unknown-field",
                        "'items[0].qty' is unknown; known here: code, count"),
                Arguments.of(
                        "{\"name\":\"a\",\"items\":[{\"count\":1.5}]}",
                        400,
                        "invalid-value",
                        "items[0].count: expected a whole number"),
                Arguments.of(
                        "{\"name\":\"a\",\"items\":[{\"count\":99999999999}]}",
                        400,
                        "invalid-value",
                        "items[0].count: expected a whole number"),
                Arguments.of(
                        "{\"name\":\"a\",\"items\":[{\"count\":\"3\"}]}",
                        400,
                        "invalid-value",
                        "items[0].count: expected a whole number"),
                Arguments.of(
                        "{\"name\":\"a\",\"gift\":null}",
                        400,
                        "invalid-value",
                        "gift: expected true or false"),
                Arguments.of("", 400, "body-missing", "Send the body"),
                Arguments.of(
                        "{\"name\":\" \",\"gift\":true,\"items\":[{\"code\":\"a\",\"count\":0}]}",
                        422,
                        "invalid-request",
                        "Correct what 'errors' lists"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void saysWhatIsWrongWithABody(String body, int status, String type, String detail)
            throws Exception {
        assertProblem(post("/baskets", BodyPublishers.ofString(body)), status, type, detail);
    }

    @Test
    void listsEveryBrokenRule() throws Exception {
        var answer =
                post(
                        "/baskets",
                        BodyPublishers.ofString(
                                "{\"name\":\"\",\"gift\":true,\"items\":[{\"code\":\"a\",\"count\":0}]}"));

        assertThat(json(answer).get("errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("name", "items[0].count");
    }

    @Test
    void refusesALongBodyByItsDeclaredLength() throws Exception {
        var answer = post("/baskets", BodyPublishers.ofByteArray(new byte[10 << 20]));

        assertProblem(answer, 413, "body-too-large", "longer than the 64 KiB");
    }

    @Test
    void refusesALongChunkedBodyThatAControllerParses() throws Exception {
        byte[] body = ("{\"name\":\"" + "x".repeat(10 << 20) + "\"}").getBytes(UTF_8);
        var chunked = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body));

        assertProblem(post("/baskets", chunked), 413, "body-too-large", "longer than the 64 KiB");
    }

    @Test
    void letsMoreThroughWhereAnOverrideSaysSo() throws Exception {
        var answer = post("/uploads/raw", BodyPublishers.ofByteArray(new byte[1 << 20]));
        assertThat(answer.statusCode()).isEqualTo(200);

        var tooMuch = post("/uploads/raw", BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]));
        assertProblem(tooMuch, 413, "body-too-large", "longer than the 1024 KiB");
        var dodged = post("/uploads/../baskets", BodyPublishers.ofByteArray(new byte[1 << 20]));
        assertProblem(dodged, 413, "body-too-large", "longer than the 64 KiB");
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("GET", "/nothing-here", 404, "not-found"),
                Arguments.of("DELETE", "/baskets", 405, "method-not-allowed"),
                Arguments.of("POST", "/baskets", 415, "unsupported-media-type"),
                Arguments.of("GET", "/pages", 400, "bad-request"),
                Arguments.of("GET", "/pages?limit=many", 400, "bad-request"),
                Arguments.of("GET", "/pages?limit=101", 400, "invalid-request"),
                Arguments.of("GET", "/database-away", 503, "unavailable"),
                Arguments.of("GET", "/database-demoted", 503, "unavailable"),
                Arguments.of("GET", "/bug", 500, "internal-error"),
                Arguments.of("GET", "/duplicate", 500, "internal-error"),
                Arguments.of("GET", "/private/me", 401, "unauthorized"),
                Arguments.of("GET", "/pages//;x", 400, "bad-request"));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void answersEveryFailureWithAProblem(String method, String path, int status, String type)
            throws Exception {
        var request = HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody());
        if (status == 415) {
            request.header("Content-Type", "text/plain").POST(BodyPublishers.ofString("hello"));
        }

        var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());

        assertProblem(answer, status, type, "");
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
        assertThat(answer.headers().firstValue("Retry-After").orElse("none"))
                .isEqualTo(status == 503 ? "1" : "none");
    }

    @Test
    void lettsARelayedAnswerKeepItsOrigin() throws Exception {
        var answer = get("/relayed");

        assertThat(answer.headers().allValues("Everstore-Served-By")).containsExactly("upstream-7");
    }

    @Test
    void admitsACallerByItsTokenAndScope() throws Exception {
        String customer = Tokens.signed(Tokens.KEYS, claims -> claims.claim("scope", "customer"));
        String admin = Tokens.signed(Tokens.KEYS, claims -> claims);

        assertThat(get("/private/me", customer).statusCode()).isEqualTo(200);
        assertThat(get("/private/admin", admin).statusCode()).isEqualTo(200);
        assertProblem(get("/private/admin", customer), 403, "forbidden", "not for you");
    }

    @Test
    void refusesAForeignToken() throws Exception {
        var answer = get("/private/me", Tokens.signed(Tokens.STRANGERS, claims -> claims));

        assertProblem(answer, 401, "unauthorized", "The token was refused");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer error=\"invalid_token\"");
    }

    private void assertProblem(
            HttpResponse<String> answer, int status, String type, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.headers().allValues("Everstore-Served-By")).containsExactly("kiosk-1");
        JsonNode problem = json(answer);
        assertThat(problem.get("type").asString())
                .isEqualTo("https://everstore.dev/problems/" + type);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asString()).isNotBlank();
        assertThat(problem.get("detail").asString()).contains(detail).isNotBlank();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpResponse<String> post(String path, BodyPublisher body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .header(
                                "Content-Type",
                                path.endsWith("raw")
                                        ? "application/octet-stream"
                                        : "application/json")
                        .POST(body)
                        .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String token)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + token)
                        .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
