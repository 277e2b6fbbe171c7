package io.everstore.gateway.routing;

import static io.everstore.gateway.Shop.CATALOG;
import static io.everstore.gateway.Shop.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.BackEnd;
import io.everstore.gateway.BackEnd.Received;
import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What arrives at the services, and what comes back. */
@GatewayTest
class RoutesTests {

    @LocalServerPort int port;

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/products",
                "/api/products?query=red%20mug&limit=24&after=a%2Bb%3D",
                "/api/products/85123A",
                "/api/products/A%20B.1_c-d",
                "/api/products/A/stock",
                "/api/categories",
                "/api/bestsellers",
                "/images/85123A.svg"
            })
    void bringsBrowsingToTheCatalogAsItCame(String target) {
        HttpResponse<String> answer = Shop.send(Shop.request(port, target));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(only(CATALOG).target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/imports", "/api/imports/7/batches/1", "/api/stock/drift?after=A%20B"})
    void bringsTheStaffsWorkToTheCatalog(String target) {
        assertThat(
                        Shop.send(
                                        Shop.request(port, target)
                                                .header(
                                                        "Authorization",
                                                        "Bearer " + SignedTokens.admin()))
                                .statusCode())
                .isEqualTo(200);
        assertThat(only(CATALOG).target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/orders", "/api/orders/0190-a?after=x"})
    void bringsOrdersToTheOrderService(String target) {
        assertThat(
                        Shop.send(
                                        Shop.request(port, target)
                                                .header(
                                                        "Authorization",
                                                        "Bearer " + SignedTokens.customer()))
                                .statusCode())
                .isEqualTo(200);
        assertThat(only(ORDER).target()).isEqualTo(target);
    }

    /** Its own: those of a service have no route. */
    @Test
    void showsItsOwnMetrics() {
        HttpResponse<String> answer = Shop.send(Shop.request(port, "/actuator/prometheus"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("jvm_memory_used_bytes");
        assertThat(CATALOG).allSatisfy(each -> assertThat(each.received()).isEmpty());
        assertThat(ORDER).allSatisfy(each -> assertThat(each.received()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/env",
                "/actuator/metrics",
                "/actuator/heapdump",
                "/actuator/prometheus/x",
                "/api/unknown",
                "/api/categories/x",
                "/internal",
                "/actuator"
            })
    void reachesNothingElse(String path) {
        HttpResponse<String> answer = Shop.send(Shop.request(port, path));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/problem+json");
        assertThat(CATALOG).allSatisfy(each -> assertThat(each.received()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?query=%",
                "?query=%zz",
                "?query={a}",
                "?query=a|b",
                "?query=%FF",
                "?=&&a",
                "?query=é"
            })
    void answersStrangeQueriesWithoutFailing(String query) throws IOException {
        assertThat(
                        raw(
                                "GET /api/products"
                                        + query
                                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .containsPattern("^HTTP/1.1 (200|400)");
    }

    @Test
    void namesItselfAndLeavesTheNameOfTheInstance() {
        HttpResponse<String> answer = Shop.send(Shop.request(port, "/api/products"));

        assertThat(answer.headers().allValues("Everstore-Gateway")).containsExactly("gateway-7");
        assertThat(answer.headers().allValues("Everstore-Served-By"))
                .hasSize(1)
                .allMatch(name -> name.startsWith("catalog-"));
    }

    @Test
    void passesTheHeadersOfAnAnswerOnButNotThoseOfTheHop() {
        CATALOG.forEach(
                each ->
                        each.alwaysReply(
                                new Reply.Whole(
                                        200,
                                        Map.of(
                                                "ETag",
                                                "\"7\"",
                                                "Cache-Control",
                                                "max-age=5",
                                                "Cache-Status",
                                                "catalog; hit",
                                                "Keep-Alive",
                                                "x"),
                                        "{}")));

        HttpResponse<String> answer = Shop.send(Shop.request(port, "/api/products/A"));

        assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("max-age=5");
        assertThat(answer.headers().firstValue("Cache-Status")).hasValue("catalog; hit");
        assertThat(answer.headers().firstValue("Keep-Alive")).isNotEqualTo("x");
    }

    @Test
    void passesConditionalRequestsAndTheirAnswersOn() {
        CATALOG.forEach(
                each -> each.alwaysReply(new Reply.Whole(304, Map.of("ETag", "\"7\""), "")));

        HttpResponse<String> answer =
                Shop.send(Shop.request(port, "/api/products/A").header("If-None-Match", "\"7\""));

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(only(CATALOG).header("if-none-match")).isEqualTo("\"7\"");
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() {
        HttpResponse<String> answer = Shop.send(Shop.request(port, "/api/products/A").HEAD());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length").orElseThrow()).isPositive();
        assertThat(only(CATALOG).method()).isEqualTo("HEAD");
    }

    @Test
    void leavesCompressedAnswersAlone() {
        CATALOG.forEach(
                each ->
                        each.alwaysReply(
                                new Reply.Whole(
                                        200,
                                        Map.of("Content-Encoding", "gzip"),
                                        "not really gzip")));

        HttpResponse<String> answer =
                Shop.send(Shop.request(port, "/api/products").header("Accept-Encoding", "gzip"));

        assertThat(answer.body()).isEqualTo("not really gzip");
        assertThat(only(CATALOG).header("accept-encoding")).isEqualTo("gzip");
    }

    @Test
    void doesNotLetAClientPretendToBeSomeoneElse() {
        Shop.send(
                Shop.request(port, "/api/products")
                        .header("X-Forwarded-For", "10.1.2.3")
                        .header("X-Forwarded-Host", "bank.example")
                        .header("X-Forwarded-Proto", "https")
                        .header("X-Forwarded-Prefix", "/admin")
                        .header("Forwarded", "for=10.1.2.3")
                        .header("X-Real-IP", "10.1.2.3")
                        .header("X-User", "admin")
                        .header("X-User-Scopes", "admin")
                        .header("Everstore-Tries", "1")
                        .header("Cookie", "everstore-session=stolen; XSRF-TOKEN=x"));

        Received arrived = only(CATALOG);
        assertThat(arrived.headers().get("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(arrived.headers().get("x-forwarded-host")).containsExactly("127.0.0.1");
        assertThat(arrived.headers().get("x-forwarded-proto")).containsExactly("http");
        assertThat(arrived.headers().get("x-forwarded-port")).containsExactly(String.valueOf(port));
        assertThat(arrived.headers())
                .doesNotContainKeys(
                        "x-forwarded-prefix",
                        "forwarded",
                        "x-real-ip",
                        "x-user",
                        "x-user-scopes",
                        "cookie",
                        "everstore-tries",
                        "upgrade");
    }

    /** A client's own word is not taken: with a tiny one it could make good instances look dead. */
    @Test
    void tellsTheServiceHowLongItWillWait() {
        Shop.send(Shop.request(port, "/api/products").header("Everstore-Deadline", "1"));

        assertThat(only(CATALOG).headers().get("everstore-deadline")).containsExactly("1500");
    }

    @Test
    void handsOnThatARequestIsPartOfACheckout() {
        Shop.send(Shop.request(port, "/api/products/A-1").header("Everstore-Purpose", "checkout"));

        assertThat(only(CATALOG).header("everstore-purpose")).isEqualTo("checkout");
    }

    @Test
    void removesTheHeadersThatConnectionNames() throws IOException {
        raw(
                """
                GET /api/products HTTP/1.1
                Host: x
                Connection: close, X-Hop
                X-Hop: 1
                TE: trailers
                Proxy-Authorization: Basic x
                X-End: 2

                """
                        .replace("\n", "\r\n"));

        assertThat(only(CATALOG).headers())
                .containsKey("x-end")
                .doesNotContainKeys("x-hop", "te", "proxy-authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void refusesForms(String type) {
        HttpResponse<String> answer =
                Shop.send(
                        Shop.request(port, "/api/orders")
                                .header("Authorization", "Bearer " + SignedTokens.customer())
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString("sku=A&quantity=1")));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("unsupported-content-type");
    }

    @Test
    void refusesALargeBodyWhoseLengthIsDeclared() {
        assertThat(post("/api/orders", 70_000, false).statusCode()).isEqualTo(413);
    }

    @Test
    void refusesALargeBodyInChunks() {
        HttpResponse<String> answer = post("/api/orders", 10_000_000, true);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("body-too-large");
        assertThat(answer.headers().firstValue("Everstore-Gateway")).hasValue("gateway-7");
        assertThat(ORDER).allSatisfy(each -> assertThat(each.received()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesMoreFromImports(boolean chunked) {
        assertThat(post("/api/imports/7/batches/1", 2_000_000, chunked).statusCode())
                .isEqualTo(200);
        assertThat(only(CATALOG).body()).hasSize(2_000_000);
        assertThat(post("/api/imports/7/batches/1", 2_200_000, chunked).statusCode())
                .isEqualTo(413);
    }

    private HttpResponse<String> post(String path, int size, boolean chunked) {
        byte[] body = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
        return Shop.send(
                Shop.request(port, path)
                        .header("Authorization", "Bearer " + SignedTokens.admin())
                        .header("Content-Type", "application/json")
                        .POST(
                                chunked
                                        ? BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body))
                                        : BodyPublishers.ofByteArray(body)));
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Received only(List<BackEnd> backEnds) {
        List<Received> all = backEnds.stream().flatMap(each -> each.received().stream()).toList();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
