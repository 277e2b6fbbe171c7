package io.everstore.gateway.balancing;

import static io.everstore.gateway.Shop.CATALOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.BackEnd;
import io.everstore.gateway.BackEnd.Received;
import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A trace begins at the gateway, and all tries of a request belong to it. */
@GatewayTest
class TraceTests {

    private static final String CLAIMED = "0af7651916cd43dd8448eb211c80319c";

    @LocalServerPort int port;
    @Autowired List<Instances> services;

    @BeforeEach
    @AfterEach
    void everythingWorks() {
        Shop.reset();
        await().until(() -> services.stream().allMatch(TraceTests::areInRotation));
        services.forEach(
                service ->
                        service.members().forEach(member -> service.served(member, Outcome.WORKS)));
    }

    private static boolean areInRotation(Instances service) {
        return service.members().stream()
                .allMatch(
                        instance ->
                                instance.state(System.nanoTime()) == Instance.State.IN_ROTATION);
    }

    @Test
    void beginsATraceOfItsOwnWhateverTheClientClaims() {
        HttpResponse<String> answer =
                get(
                        "traceparent",
                        "00-" + CLAIMED + "-b7ad6b7169203331-01",
                        "tracestate",
                        "vendor=1",
                        "baggage",
                        "customer=bob",
                        "b3",
                        CLAIMED + "-b7ad6b7169203331-1");

        String trace = traceOf(answer);
        assertThat(trace).matches("[0-9a-f]{32}").isNotEqualTo(CLAIMED);
        assertThat(received())
                .singleElement()
                .satisfies(
                        request -> {
                            assertThat(request.header("traceparent"))
                                    .matches("00-" + trace + "-[0-9a-f]{16}-0[02]");
                            assertThat(request.headers())
                                    .doesNotContainKeys("tracestate", "baggage", "b3");
                        });
    }

    @Test
    void triesTwiceInOneTraceAndNamesItInTheProblem() {
        CATALOG.forEach(backEnd -> backEnd.alwaysReply(new Reply.Reset()));

        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"traceId\":\"" + traceOf(answer) + "\"");
        assertThat(received())
                .extracting(request -> request.header("traceparent"))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(parent -> assertThat(parent).startsWith("00-" + traceOf(answer) + "-"));
    }

    private static String traceOf(HttpResponse<?> answer) {
        return answer.headers().firstValue("Everstore-Trace").orElseThrow();
    }

    private static List<Received> received() {
        return CATALOG.stream().map(BackEnd::received).flatMap(List::stream).toList();
    }

    private HttpResponse<String> get(String... headers) {
        var request = Shop.request(port, "/api/products/85123A?" + System.nanoTime());
        return Shop.send(headers.length == 0 ? request : request.headers(headers));
    }
}
