package io.everstore.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yaml.snakeyaml.Yaml;

/** Whatever the gateway refuses, it refuses with a problem, and in a way that is described. */
@GatewayTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiRefusalTests {

    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete");

    @LocalServerPort int port;

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
    }

    @SuppressWarnings("unchecked")
    List<Operation> operations() {
        Map<String, Object> document =
                new Yaml().load(Shop.send(Shop.request(port, "/openapi")).body());
        var operations = new ArrayList<Operation>();
        ((Map<String, Map<String, Object>>) document.get("paths"))
                .forEach(
                        (path, verbs) ->
                                verbs.forEach(
                                        (verb, about) -> {
                                            if (VERBS.contains(verb)) {
                                                operations.add(
                                                        new Operation(
                                                                verb.toUpperCase(Locale.ROOT),
                                                                path,
                                                                (Map<String, Object>) about));
                                            }
                                        }));
        return operations;
    }

    @Test
    void areManyOperations() {
        assertThat(operations()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void forgedToken(Operation operation) {
        assertRefused(operation, request(operation, SignedTokens.foreign(), nothing()), 401);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void pathThatCannotBeRead(Operation operation) {
        var request =
                Shop.request(port, operation.filled() + "%2F")
                        .method(operation.verb(), BodyPublishers.noBody());

        assertRefused(operation, request, 400);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void headersThatAreTooLong(Operation operation) {
        var request =
                request(operation, SignedTokens.admin(), nothing())
                        .header("X-Long", "x".repeat(20 << 10));

        assertRefused(operation, request, 400);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nobodyAtAll(Operation operation) {
        if (operation.isGuarded()) {
            assertRefused(operation, request(operation, null, nothing()), 401);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void bodyThatIsAForm(Operation operation) {
        if (operation.takesBody()) {
            var form =
                    request(operation, SignedTokens.admin(), BodyPublishers.ofString("a=b"))
                            .setHeader("Content-Type", "application/x-www-form-urlencoded");

            assertRefused(operation, form, 415);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void bodyThatIsTooLong(Operation operation) {
        if (operation.takesBody()) {
            var tooLong = BodyPublishers.ofByteArray(new byte[(2 << 20) + 1]);

            assertRefused(operation, request(operation, SignedTokens.admin(), tooLong), 413);
        }
    }

    /** Rates and shedding, which have their own tests. */
    @ParameterizedTest
    @MethodSource("operations")
    void tooMuchToDo(Operation operation) {
        if (operation.path().startsWith("/api/")) {
            assertThat(operation.statuses()).contains("429");
        }
        if (!operation.path().equals("/livez")) {
            assertThat(operation.statuses()).contains("503");
        }
        if (operation.isGuarded()) {
            assertThat(operation.statuses()).contains("403");
        }
    }

    private void assertRefused(Operation operation, HttpRequest.Builder request, int status) {
        HttpResponse<String> answer = Shop.send(request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(operation.statuses()).contains(String.valueOf(status));
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.headers().firstValue("Everstore-Served-By")).contains("gateway-7");
    }

    private static BodyPublisher nothing() {
        return BodyPublishers.noBody();
    }

    private HttpRequest.Builder request(
            Operation operation, @Nullable String token, BodyPublisher body) {
        var request =
                Shop.request(port, operation.filled())
                        .header("Content-Type", "application/json")
                        .header("Cookie", "XSRF-TOKEN=known")
                        .header("X-XSRF-TOKEN", "known")
                        .method(operation.verb(), body);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** One of the description. */
    record Operation(String verb, String path, Map<String, Object> about) {

        String filled() {
            return path.replaceAll("\\{\\w+}", "7");
        }

        boolean isGuarded() {
            return about.containsKey("security");
        }

        boolean takesBody() {
            return about.containsKey("requestBody");
        }

        Set<String> statuses() {
            return ((Map<?, ?>) about.get("responses"))
                    .keySet().stream().map(String::valueOf).collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return verb + " " + path;
        }
    }
}
