package io.everstore.gateway.balancing;

import static io.everstore.gateway.Shop.CATALOG;
import static io.everstore.gateway.Shop.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.BackEnd;
import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * An instance fails in one of the ways it can; what the client sees, and what the other instances
 * get.
 */
@GatewayTest
class RetryTests {

    private static final Reply SILENCE = new Reply.Silence();

    @LocalServerPort int port;
    @Autowired List<Instances> services;

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
        awaitAllInRotation();
    }

    @Test
    void hidesARefusedConnectionFromAnyMethod() {
        BackEnd dead = CATALOG.getFirst();
        dead.kill();

        for (int i = 0; i < 12; i++) {
            assertThat(get("/api/products").statusCode()).isEqualTo(200);
            assertThat(changeStock().statusCode()).isEqualTo(200);
        }
        assertThat(stateOf(dead)).isEqualTo(Instance.State.EJECTED);
    }

    @Test
    void ejectsARefusingInstanceAtOnceAndTakesItBackWhenItIsThereAgain() {
        BackEnd dead = CATALOG.getFirst();
        dead.kill();
        await().until(
                        () -> {
                            get("/api/products");
                            return stateOf(dead) == Instance.State.EJECTED;
                        });

        dead.reset();
        awaitAllInRotation();

        await().until(
                        () -> {
                            get("/api/products");
                            return !dead.received().isEmpty();
                        });
    }

    @Test
    void hidesAResetFromAReader() {
        assertHidden(CATALOG, new Reply.Reset(), () -> get("/api/products/85123A"));
    }

    @Test
    void hidesAConnectionThatEndsWithoutAnAnswer() {
        assertHidden(CATALOG, new Reply.End(), () -> get("/api/products/85123A"));
    }

    @Test
    void hidesAnAnswerThatBreaksOffInTheMiddle() {
        var whole = new Reply.Whole(200, Map.of(), "a complete answer");

        assertHidden(CATALOG, new Reply.Half(whole), () -> get("/api/products/85123A"));
    }

    @Test
    void hidesAResetFromAnOrderWithAKeyAndSendsTheSameOrderAgain() {
        ORDER.getFirst().alwaysReply(new Reply.Reset());
        await().until(
                        () -> {
                            assertThat(order("key-of-16-letters").statusCode()).isEqualTo(200);
                            return !ORDER.getFirst().received().isEmpty();
                        });

        var lost = ORDER.getFirst().received().getFirst();
        var again = ORDER.stream().skip(1).flatMap(backEnd -> backEnd.received().stream()).toList();
        assertThat(again).extracting(BackEnd.Received::body).contains(lost.body());
        assertThat(again)
                .extracting(each -> each.header("idempotency-key"))
                .containsOnly("key-of-16-letters");
    }

    @Test
    void neverRepeatsAnOrderWithoutAKeyThatMayHaveArrived() {
        ORDER.forEach(backEnd -> backEnd.alwaysReply(new Reply.Reset()));

        HttpResponse<String> answer =
                send(authorized("/api/orders").POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("connection-lost").contains("may have been carried out");
        assertThat(received(ORDER)).isEqualTo(1);
    }

    @Test
    void hidesAResetFromACancellation() {
        assertHidden(ORDER, new Reply.Reset(), () -> cancel("01a1fe25-1dd4"));

        ORDER.forEach(backEnd -> backEnd.alwaysReply(new Reply.Reset()));
        HttpResponse<String> answer = cancel("01a1fe25-1dd4");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("cancelled at most once");
    }

    @Test
    void neverRepeatsAChangeOfStockThatMayHaveArrived() {
        CATALOG.forEach(backEnd -> backEnd.alwaysReply(new Reply.Reset()));

        assertThat(changeStock().statusCode()).isEqualTo(502);
        assertThat(received(CATALOG)).isEqualTo(1);
    }

    @Test
    void doesNotTakeAKeyForALicenceElsewhere() {
        CATALOG.forEach(backEnd -> backEnd.alwaysReply(new Reply.Reset()));

        send(
                authorized("/api/products/A/stock")
                        .header("Idempotency-Key", "key-of-16-letters")
                        .POST(BodyPublishers.ofString("{}")));

        assertThat(received(CATALOG)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503})
    void hidesABareServerErrorFromAReader(int status) {
        assertHidden(CATALOG, Reply.Whole.status(status), () -> get("/api/products"));
    }

    @Test
    void passesTheHonestRefusalOfAHealthyInstanceOnAndDoesNotEjectIt() {
        var refusal =
                new Reply.Whole(
                        503,
                        Map.of("Retry-After", "1", "Content-Type", "application/problem+json"),
                        "{\"title\":\"away\"}");
        CATALOG.forEach(backEnd -> backEnd.alwaysReply(refusal));

        for (int i = 0; i < 12; i++) {
            HttpResponse<String> answer = get("/api/products");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("away");
            assertThat(answer.headers().firstValue("Everstore-Tries")).isEmpty();
        }

        assertThat(received(CATALOG)).isEqualTo(12);
        assertThat(CATALOG)
                .allSatisfy(
                        each -> assertThat(stateOf(each)).isEqualTo(Instance.State.IN_ROTATION));
    }

    @Test
    void doesNotRepeatAnInternalErrorButEjectsAfterThreeInARow() {
        BackEnd broken = CATALOG.getFirst();
        broken.alwaysReply(Reply.Whole.status(500));

        await().until(
                        () -> {
                            get("/api/products");
                            return broken.received().size() == 3;
                        });

        assertThat(stateOf(broken)).isEqualTo(Instance.State.EJECTED);
    }

    @Test
    void answersAReaderInTimeAlthoughAnInstanceIsFrozen() {
        CATALOG.getFirst().alwaysReply(SILENCE);

        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            long start = System.nanoTime();
                            assertThat(get("/api/products").statusCode()).isEqualTo(200);
                            assertThat(Duration.ofNanos(System.nanoTime() - start))
                                    .isLessThan(Duration.ofSeconds(3));
                            return !CATALOG.getFirst().received().isEmpty();
                        });
    }

    @Test
    void placesAKeyedOrderAlthoughAnInstanceIsFrozen() {
        ORDER.getFirst().alwaysReply(SILENCE);

        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            long start = System.nanoTime();
                            assertThat(order("key-of-16-letters").statusCode()).isEqualTo(200);
                            assertThat(Duration.ofNanos(System.nanoTime() - start))
                                    .isLessThan(Duration.ofSeconds(5));
                            return !ORDER.getFirst().received().isEmpty();
                        });
    }

    @Test
    void endsATryWhoseAnswerOnlyTrickles() {
        var slow = new Reply.Trickle(new Reply.Whole(200, Map.of(), "x".repeat(100)), 100);

        assertHidden(CATALOG, slow, () -> get("/api/products"));
    }

    @Test
    void saysSoWhenNobodyAnswersInTime() {
        CATALOG.forEach(backEnd -> backEnd.alwaysReply(SILENCE));

        long start = System.nanoTime();
        HttpResponse<String> answer = get("/api/products");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("no-answer-in-time");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(2900), Duration.ofMillis(3600));
        assertThat(received(CATALOG)).isEqualTo(2);
    }

    @Test
    void saysSoWhenNobodyIsThere() {
        CATALOG.forEach(BackEnd::kill);

        HttpResponse<String> answer = get("/api/products");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.headers().firstValue("Everstore-Served-By")).isPresent();
        assertThat(answer.body()).contains("https://everstore.dev/problems/unavailable");
    }

    @Test
    void makesABareServerErrorReadable() {
        CATALOG.forEach(backEnd -> backEnd.alwaysReply(Reply.Whole.status(503)));

        HttpResponse<String> answer = get("/api/products");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void neverEjectsMoreThanHalf() {
        CATALOG.forEach(backEnd -> backEnd.alwaysReply(Reply.Whole.status(500)));

        for (int i = 0; i < 20; i++) {
            get("/api/products");
        }

        assertThat(CATALOG.stream().filter(each -> stateOf(each) == Instance.State.EJECTED))
                .hasSize(1);
    }

    /** A change of stock is never repeated, so each of them shows that its connection was good. */
    @Test
    void looksAtAConnectionThatWasUnusedBeforeItTrustsIt() {
        for (int i = 0; i < 30; i++) {
            get("/api/products");
        }
        CATALOG.forEach(BackEnd::kill);
        CATALOG.forEach(BackEnd::reset);
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);

        for (int i = 0; i < 30; i++) {
            assertThat(changeStock().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void reusesConnections() {
        int before = CATALOG.stream().mapToInt(BackEnd::connections).sum();

        for (int i = 0; i < 50; i++) {
            get("/api/products");
        }

        assertThat(CATALOG.stream().mapToInt(BackEnd::connections).sum() - before)
                .isLessThanOrEqualTo(6);
    }

    @Test
    void refusesAnAnswerThatItWillNotHold() {
        CATALOG.forEach(
                backEnd ->
                        backEnd.alwaysReply(new Reply.Whole(200, Map.of(), "x".repeat(5_000_000))));

        HttpResponse<String> answer = get("/api/products");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("answer-too-large");
    }

    /** One instance fails like this; sends until it was hit, and no client notices. */
    private void assertHidden(
            List<BackEnd> backEnds,
            Reply failure,
            java.util.function.Supplier<HttpResponse<String>> request) {
        BackEnd failing = backEnds.getFirst();
        failing.alwaysReply(failure);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            HttpResponse<String> answer = request.get();
                            assertThat(answer.statusCode()).isEqualTo(200);
                            assertThat(answer.body()).contains(" by ");
                            boolean wasHit = !failing.received().isEmpty();
                            assertThat(answer.headers().firstValue("Everstore-Tries").isPresent())
                                    .isEqualTo(wasHit);
                            return wasHit;
                        });
    }

    private HttpResponse<String> get(String path) {
        return send(Shop.request(port, path));
    }

    private HttpResponse<String> order(String key) {
        return send(
                authorized("/api/orders")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString("{\"lines\":[]}")));
    }

    private HttpResponse<String> cancel(String order) {
        return send(authorized("/api/orders/" + order + "/cancel").POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> changeStock() {
        return send(
                authorized("/api/products/A/stock").POST(BodyPublishers.ofString("{\"delta\":1}")));
    }

    private HttpRequest.Builder authorized(String path) {
        return Shop.request(port, path)
                .header("Authorization", "Bearer " + SignedTokens.admin())
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return Shop.send(request);
    }

    private static int received(List<BackEnd> backEnds) {
        return backEnds.stream().mapToInt(each -> each.received().size()).sum();
    }

    private Instance.State stateOf(BackEnd backEnd) {
        return services.stream()
                .flatMap(service -> service.members().stream())
                .filter(member -> member.toString().equals(backEnd.address()))
                .findFirst()
                .orElseThrow()
                .state(System.nanoTime());
    }

    private void awaitAllInRotation() {
        await().until(
                        () ->
                                services.stream()
                                        .flatMap(service -> service.members().stream())
                                        .allMatch(
                                                member ->
                                                        member.state(System.nanoTime())
                                                                == Instance.State.IN_ROTATION));
        // A fault or two that did not suffice for an ejection would still count in the next test.
        services.forEach(
                service ->
                        service.members().forEach(member -> service.served(member, Outcome.WORKS)));
    }
}
