package io.everstore.local.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the API and every kind of caller, as {@code authorization.txt} has them: at
 * the edge, and at the services themselves, which believe no gateway.
 */
class AuthorizationIT {

    private static final List<Rule> RULES = Rule.all();

    private static Shop shop;
    private static Signer signer;
    private static Map<String, Goods> goods;

    @BeforeAll
    static void openTheShop() {
        shop = Shop.open();
        signer = Shop.signer();
        // Of their own, for some of them are used up.
        goods =
                Map.of(
                        "edge", Goods.in(shop, signer),
                        "catalog", Goods.in(shop, signer),
                        "order", Goods.in(shop, signer));
    }

    @Test
    void knowsEveryOperation() {
        assertThat(RULES)
                .extracting(Rule::operation)
                .containsExactlyInAnyOrderElementsOf(shop.operations().keySet());
    }

    static Stream<Arguments> everyOperationAndCaller() {
        return RULES.stream()
                .flatMap(rule -> Stream.of(Caller.values()).map(who -> Arguments.of(rule, who)));
    }

    static Stream<Arguments> behindTheGateway() {
        return everyOperationAndCaller()
                .filter(each -> !((Rule) each.get()[0]).service().equals("gateway"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyOperationAndCaller")
    void answersAtTheEdge(Rule rule, Caller caller) {
        assertThat(status(rule, caller, Shop.EDGE, goods.get("edge")))
                .isEqualTo(rule.statusFor(caller));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("behindTheGateway")
    void answersPastTheGateway(Rule rule, Caller caller) {
        String service = Shop.address(rule.service());

        assertThat(status(rule, caller, service, goods.get(rule.service())))
                .isEqualTo(rule.statusFor(caller));
    }

    private static int status(Rule rule, Caller caller, String address, Goods goods) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + goods.in(rule.path())))
                        .timeout(Duration.ofSeconds(15))
                        .header("Content-Type", type(rule.operation()))
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .header("If-Match", "\"0\"")
                        .header("Last-Event-ID", "CONFIRMED")
                        .method(
                                rule.method(),
                                BodyPublishers.ofString(body(rule.operation(), goods)));
        String token = caller.token(signer);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return shop.send(request.build()).statusCode();
    }

    private static String type(String operation) {
        return operation.contains("/batches/") ? "application/x-ndjson" : "application/json";
    }

    /** What an honest caller would send. */
    private static String body(String operation, Goods goods) {
        return switch (operation) {
            case "PUT /api/products/{sku}" ->
                    """
                    {"name":"Lantern","description":"","category":"Lamps",
                     "price":{"amount":1.00,"currency":"GBP"}}
                    """;
            case "POST /api/products/{sku}/stock" -> "{\"delta\":1}";
            case "PUT /api/imports/{importId}/batches/{number}" -> "{\"line\":1}\n";
            case "POST /api/imports/{importId}/commit" -> "{\"initialStock\":1}";
            case "POST /api/orders" -> Goods.order(goods.sku());
            case "POST /api/tokens", "POST /login" ->
                    "{\"username\":\"alice\",\"password\":\"alice-demo\"}";
            default -> "";
        };
    }
}
