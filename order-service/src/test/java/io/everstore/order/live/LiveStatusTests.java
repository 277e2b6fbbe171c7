package io.everstore.order.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import io.everstore.order.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** A customer watches an order over a real socket. Heartbeats come every second here. */
@OrderServiceTest
class LiveStatusTests {

    private static final JsonMapper JSON = new JsonMapper();

    @Autowired private Environment environment;
    @Autowired private StatusStreams streams;
    @Autowired private LiveSettings settings;

    private Client client;
    private UUID order;

    @BeforeEach
    void placeAnOrder() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        client = Client.of(environment, "customer-" + UUID.randomUUID());
        order =
                UUID.fromString(
                        client.place(Client.newKey(), Client.order("85123A", 1)).text("/id"));
    }

    @Test
    void showsTheStatusAtOnceThenItsChangeAndEnds() throws Exception {
        HttpResponse<InputStream> stream = client.watch(order);
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        BufferedReader lines = lines(stream);
        assertThat(next(lines)).isEqualTo(client.get("/api/orders/" + order).json() + "");

        Topic.tell(
                "catalog.stock",
                order + "",
                "dev.everstore.stock.reserved.v1",
                "{\"orderId\":\"" + order + "\"}");

        assertThat(JSON.readTree(next(lines)).at("/status").asString()).isEqualTo("CONFIRMED");
        assertThat(rest(lines)).as("after the last status nothing more comes").isEmpty();
    }

    @Test
    void doesNotNeedTheNewsToNoticeAChange() throws Exception {
        BufferedReader lines = lines(client.watch(order));
        next(lines);

        reject(order);

        assertThat(JSON.readTree(next(lines)).at("/reason").asString()).isEqualTo("OUT_OF_STOCK");
    }

    @Test
    void keepsTheStreamAliveAndEndsItWhenItsTimeIsOver() throws Exception {
        BufferedReader lines = lines(client.watch(order));

        assertThat(rest(lines)).contains("event: status", ": still here");
        assertThat(client.get("/api/orders/" + order).text("/status")).isEqualTo("PLACED");
    }

    @Test
    void showsTheStatusAgainToWhoeverComesBackUnlessThereIsNoMore() throws Exception {
        BufferedReader lines = lines(client.watch(order, "Last-Event-ID", "PLACED"));
        assertThat(next(lines)).contains("PLACED");

        reject(order);
        BufferedReader again = lines(client.watch(order, "Last-Event-ID", "PLACED"));
        assertThat(rest(again)).contains("id: REJECTED");
        assertThat(client.watch(order, "Last-Event-ID", "REJECTED").statusCode()).isEqualTo(204);
    }

    @Test
    void hidesTheOrdersOfOthers() throws Exception {
        Client stranger = Client.of(environment, "stranger-" + UUID.randomUUID());

        HttpResponse<InputStream> answer = stranger.watch(order);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(lines(answer).readLine()).contains("order-not-found");
        assertThat(stranger.watch("nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesACustomerTooManyAndTakesThemWhenOthersHaveLeft() throws Exception {
        List<HttpResponse<InputStream>> open = new ArrayList<>();
        for (int i = 0; i < settings.perCustomer(); i++) {
            open.add(client.watch(order));
        }
        assertThat(open).allMatch(stream -> stream.statusCode() == 200);

        HttpResponse<InputStream> oneTooMany = client.watch(order);

        assertThat(oneTooMany.statusCode()).isEqualTo(429);
        assertThat(oneTooMany.headers().firstValue("Retry-After")).hasValue("10");
        for (HttpResponse<InputStream> stream : open) {
            stream.body().close();
        }
        await().atMost(20, SECONDS).until(() -> client.watch(order).statusCode() == 200);
    }

    @Test
    void endsItsStreamsWhenTheInstanceStops() throws Exception {
        BufferedReader lines = lines(client.watch(order));
        next(lines);
        try {
            streams.stop();

            assertThat(rest(lines)).doesNotContain("event: status");
            assertThat(client.watch(order).statusCode()).isEqualTo(503);
        } finally {
            streams.start();
        }
    }

    @Test
    void hasNoMoreStreamsThanItsLimit() {
        var few =
                new StatusStreams(
                        new LiveSettings(
                                1, 1, settings.lifetime(), settings.poll(), settings.poll()));
        few.start();
        try (var _ = few.open("alice", order)) {
            assertThatThrownBy(() -> few.open("bob", order)).isInstanceOf(StreamNotOpened.class);
        }
        few.open("bob", order).close();
        assertThat(few.watched()).isEmpty();
    }

    private static void reject(UUID order) {
        Backends.database()
                .sql("update orders set status = 'REJECTED', reason = 'OUT_OF_STOCK' where id = ?")
                .param(order)
                .update();
    }

    private static BufferedReader lines(HttpResponse<InputStream> stream) {
        return new BufferedReader(new InputStreamReader(stream.body(), UTF_8));
    }

    /** The data of the next event. */
    private static String next(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data: ")) {
                return line.substring("data: ".length());
            }
        }
        throw new AssertionError("the stream ended without an event");
    }

    /** Everything until the stream ends. */
    private static List<String> rest(BufferedReader lines) throws IOException {
        List<String> all = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isEmpty()) {
                all.add(line);
            }
        }
        return all;
    }
}
