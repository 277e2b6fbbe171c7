package io.everstore.gateway.forwarding;

import static io.everstore.gateway.Shop.ORDER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.BackEnd.Received;
import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A customer watches an order through the gateway; a stream may be silent for a second here. */
@GatewayTest
class EventStreamTests {

    private static final String END = "";

    @LocalServerPort int port;
    @Autowired EventStreams streams;

    private final Reply.Events events = new Reply.Events();
    private final List<HttpResponse<InputStream>> open = new ArrayList<>();

    @BeforeEach
    void watchIsPossible() {
        Shop.reset();
        ORDER.forEach(order -> order.alwaysReply(events));
    }

    @AfterEach
    void leave() throws Exception {
        for (HttpResponse<InputStream> each : open) {
            each.body().close();
        }
        ORDER.forEach(order -> events.texts().add(END));
        await().until(() -> streams.count() == 0);
    }

    @Test
    void passesEachEventOnBeforeTheNextIsThere() throws Exception {
        events.texts().add("data: 1\n");
        HttpResponse<InputStream> stream = watch();
        BufferedReader lines = lines(stream);

        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type").orElseThrow())
                .isEqualTo("text/event-stream;charset=UTF-8");
        assertThat(stream.headers().firstValue("Everstore-Gateway")).hasValue("gateway-7");
        assertThat(lines.readLine()).isEqualTo("data: 1");
        events.texts().add("data: 2\n");
        assertThat(lines.readLine()).isEqualTo("data: 2");
        events.texts().add(END);
        assertThat(lines.readLine()).isNull();
    }

    @Test
    void tellsTheInstanceWhoWatchesAsForAnyOtherRequest() throws Exception {
        watch("Last-Event-ID", "PLACED", "X-User", "somebody-else");

        Received received = onlyRequest();
        assertThat(received.header("authorization")).startsWith("Bearer ");
        assertThat(received.header("last-event-id")).isEqualTo("PLACED");
        assertThat(received.header("x-user")).isNull();
        assertThat(received.header("x-forwarded-for")).isEqualTo("127.0.0.1");
    }

    @Test
    void asksAnotherInstanceUntilOneHasBegunToAnswer() throws Exception {
        ORDER.getFirst().alwaysReply(new Reply.Reset());

        await().until(
                        () -> {
                            HttpResponse<InputStream> stream = watch();
                            assertThat(stream.statusCode()).isEqualTo(200);
                            stream.body().close();
                            events.texts().add(END);
                            return stream.headers().firstValue("Everstore-Tries").isPresent();
                        });
    }

    @Test
    void passesRefusalsOnWhole() throws Exception {
        var problem = Map.of("Content-Type", "application/problem+json");
        ORDER.forEach(order -> order.alwaysReply(new Reply.Whole(404, problem, "{}")));
        assertThat(watch().statusCode()).isEqualTo(404);
        ORDER.forEach(order -> order.alwaysReply(Reply.Whole.status(204)));
        assertThat(watch().statusCode()).isEqualTo(204);
        var whole = Map.of("Content-Type", "application/json");
        ORDER.forEach(order -> order.alwaysReply(new Reply.Whole(200, whole, "{}")));
        assertThat(watch().headers().firstValue("Content-Length")).hasValue("2");
        assertThat(streams.count()).isZero();
    }

    @Test
    void endsWhenTheInstanceDies() throws Exception {
        BufferedReader lines = lines(watch());
        await().until(() -> events.opened().get() == 1);

        ORDER.forEach(order -> order.kill());

        assertThat(lines.readLine()).isNull();
    }

    @Test
    void endsWhenTheInstanceFallsSilent() throws Exception {
        assertThat(lines(watch()).readLine()).isNull();
    }

    @Test
    void leavesTheInstanceWhenTheClientHasLeft() throws Exception {
        watch().body().close();

        await().until(
                        () -> {
                            events.texts().add(": still here\n\n");
                            return events.opened().get() == 0;
                        });
    }

    @Test
    void refusesToBearMoreThanItsLimitWhileEverythingElseGoesOn() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(watch().statusCode()).isEqualTo(200);
        }

        HttpResponse<InputStream> refused = watch();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(lines(refused).readLine()).contains("too-many-streams");
        assertThat(Shop.send(Shop.request(port, "/api/products")).statusCode()).isEqualTo(200);
    }

    @Test
    void endsItsStreamsWhenItStops() throws Exception {
        BufferedReader lines = lines(watch());
        try {
            streams.stop();

            assertThat(lines.readLine()).isNull();
            assertThat(watch().statusCode()).isEqualTo(503);
        } finally {
            streams.start();
        }
    }

    private HttpResponse<InputStream> watch(String... headers) throws Exception {
        var request =
                Shop.request(port, "/api/orders/7/events")
                        .header("Accept", "text/event-stream")
                        .header("Authorization", "Bearer " + SignedTokens.customer());
        if (headers.length > 0) {
            request.headers(headers);
        }
        var stream = Shop.CLIENT.send(request.build(), BodyHandlers.ofInputStream());
        open.add(stream);
        return stream;
    }

    private static Received onlyRequest() {
        return ORDER.stream().flatMap(order -> order.received().stream()).findFirst().orElseThrow();
    }

    private static BufferedReader lines(HttpResponse<InputStream> stream) {
        return new BufferedReader(new InputStreamReader(stream.body(), UTF_8));
    }
}
