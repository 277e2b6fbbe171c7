package io.everstore.gateway.identity;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.BackEnd;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.yaml.snakeyaml.Yaml;

/**
 * Every operation of the API and every kind of caller: who gets through the gateway, and who does
 * not even reach a service. Whose order it is, is decided behind it.
 */
@GatewayTest
@TestPropertySource(properties = "everstore.cors.allowed-origins=https://partner.example")
class AuthorizationTests {

    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch");

    /** Who may. */
    private enum Door {
        OPEN,
        CUSTOMER,
        ADMIN
    }

    private static final Map<String, Door> DOORS = doors();

    @LocalServerPort int port;

    private static Map<String, Door> doors() {
        var doors = new LinkedHashMap<String, Door>();
        for (String open :
                List.of(
                        "GET /api/products",
                        "GET /api/products/{sku}",
                        "GET /api/categories",
                        "GET /api/bestsellers",
                        "GET /images/{name}",
                        "POST /api/tokens",
                        "POST /login",
                        "POST /logout",
                        "GET /api/me",
                        "GET /openapi",
                        "GET /livez",
                        "GET /readyz")) {
            doors.put(open, Door.OPEN);
        }
        for (String customers :
                List.of(
                        "GET /api/orders",
                        "POST /api/orders",
                        "GET /api/orders/{id}",
                        "GET /api/orders/{id}/events",
                        "POST /api/orders/{id}/cancel")) {
            doors.put(customers, Door.CUSTOMER);
        }
        for (String admins :
                List.of(
                        "PUT /api/products/{sku}",
                        "POST /api/products/{sku}/stock",
                        "GET /api/stock/drift",
                        "POST /api/imports",
                        "GET /api/imports/{importId}",
                        "DELETE /api/imports/{importId}",
                        "PUT /api/imports/{importId}/batches/{number}",
                        "POST /api/imports/{importId}/commit")) {
            doors.put(admins, Door.ADMIN);
        }
        return doors;
    }

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
    }

    @Test
    void knowsEveryOperation() {
        assertThat(DOORS.keySet()).containsExactlyInAnyOrderElementsOf(described());
    }

    static Stream<Arguments> operations() {
        return DOORS.entrySet().stream().map(door -> Arguments.of(door.getKey(), door.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void letsThroughWhoMay(String operation, Door door) {
        assertThat(isRefused(operation, null)).isEqualTo(door != Door.OPEN);
        assertThat(isRefused(operation, SignedTokens.customer())).isEqualTo(door == Door.ADMIN);
        assertThat(isRefused(operation, SignedTokens.admin())).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void saysWhetherToSignInOrToGiveUp(String operation, Door door) {
        if (door != Door.OPEN) {
            assertThat(status(operation, null)).isEqualTo(401);
        }
        if (door == Door.ADMIN) {
            assertThat(status(operation, SignedTokens.customer())).isEqualTo(403);
            assertThat(reached()).isEmpty();
        }
    }

    static Stream<Arguments> badTokens() {
        Map<String, String> tokens =
                Map.of(
                        "expired", SignedTokens.expired(),
                        "other key", SignedTokens.foreign(),
                        "wrong issuer", SignedTokens.ofOtherIssuer(),
                        "wrong audience", SignedTokens.forOtherAudience(),
                        "alg=none", SignedTokens.unsigned(),
                        "HS256 with the public key", SignedTokens.signedWithThePublicKeyAsSecret(),
                        "tampered", SignedTokens.tamperedWith(),
                        "no token at all", "x.y.z");
        return operations()
                .flatMap(
                        operation ->
                                tokens.entrySet().stream()
                                        .map(
                                                token ->
                                                        Arguments.of(
                                                                operation.get()[0],
                                                                token.getKey(),
                                                                token.getValue())));
    }

    /** Open doors included: who shows a false paper is not asked in without one. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("badTokens")
    void refusesBadTokensEverywhere(String operation, String what, String token) {
        // 403 where a browser's login is forged first of all.
        assertThat(status(operation, token))
                .isIn(401, operation.matches(".* /log(in|out)") ? 403 : 401);
        assertThat(reached()).as("requests that reached a service").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE /api/products/A",
                "PATCH /api/orders/7",
                "POST /api/categories",
                "POST /api/unknown",
                "PUT /login",
                "DELETE /",
                "POST /openapi",
                "GET /actuator",
                "GET /actuator/env",
                "GET /actuator/heapdump",
                "GET /actuator/gateway/routes",
                "POST /actuator/shutdown",
                "POST /actuator/loggers/root",
                "GET /api/orders/../../actuator/env",
                "GET /api/products/..%2f..%2factuator/env",
                "TRACE /api/products"
            })
    void deniesWhatIsNotListed(String operation) {
        assertThat(status(operation, null)).isIn(400, 401, 403, 404, 405);
        assertThat(status(operation, SignedTokens.customer())).isIn(400, 403, 404, 405);
        assertThat(reached()).isEmpty();
    }

    @Test
    void givesNothingToScriptsOfOtherSites() {
        HttpResponse<String> answer =
                Shop.send(
                        Shop.request(port, "/api/products")
                                .header("Origin", "https://evil.example"));

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(reached()).isEmpty();
    }

    @Test
    void answersScriptsOfSitesOnTheList() {
        HttpResponse<String> asked =
                Shop.send(
                        Shop.request(port, "/api/orders")
                                .header("Origin", "https://partner.example")
                                .header("Access-Control-Request-Method", "POST")
                                .header("Access-Control-Request-Headers", "authorization")
                                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("https://partner.example");
        assertThat(asked.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();

        HttpResponse<String> answer =
                Shop.send(
                        Shop.request(port, "/api/products")
                                .header("Origin", "https://partner.example"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("https://partner.example");
    }

    private boolean isRefused(String operation, String token) {
        int status = status(operation, token);
        boolean ownAnswer =
                operation.endsWith(" /api/me")
                        || operation.endsWith(" /login")
                        || operation.endsWith(" /logout");
        return !ownAnswer && (status == 401 || status == 403);
    }

    private int status(String operation, String token) {
        String[] words = operation.split(" ", 2);
        String path = words[1].replaceAll("\\{\\w+}", "7");
        HttpRequest.Builder request =
                Shop.request(port, path)
                        .header("Content-Type", "application/json")
                        .method(
                                words[0],
                                words[0].equals("GET")
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString("{}"));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return Shop.send(request).statusCode();
    }

    private static List<BackEnd.Received> reached() {
        return Stream.concat(Shop.CATALOG.stream(), Shop.ORDER.stream())
                .flatMap(each -> each.received().stream())
                .toList();
    }

    /** As the description of the API has it; that this is all there is, another test shows. */
    @SuppressWarnings("unchecked")
    private Set<String> described() {
        Map<String, Object> document =
                new Yaml().load(Shop.send(Shop.request(port, "/openapi")).body());
        var paths = (Map<String, Map<String, Object>>) document.get("paths");
        return paths.entrySet().stream()
                .flatMap(
                        path ->
                                path.getValue().keySet().stream()
                                        .filter(VERBS::contains)
                                        .map(
                                                verb ->
                                                        verb.toUpperCase(Locale.ROOT)
                                                                + " "
                                                                + path.getKey()))
                .collect(toCollection(TreeSet::new));
    }
}
