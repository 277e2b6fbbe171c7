package io.everstore.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.node.Events.Event;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeView;
import io.everstore.local.transport.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console's port, with a plant of one node and no shop behind it. */
class ConsoleTests implements Plant {

    private final List<String> orders = new CopyOnWriteArrayList<>();
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    private final HttpClient http = HttpClient.newHttpClient();
    private int port;
    private Console console;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Home home = new Home(directory, directory);
        console = new Console(port, NOBODY, Transport.plain(), home, this);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Override
    public List<NodeView> nodes() {
        return List.of(new NodeView("pg-1", "postgres", "primary", "up", 1L, 5501, 50));
    }

    @Override
    public List<Event> eventsSince(long number) {
        return number > 0 ? List.of() : List.of(new Event(0, Instant.EPOCH, "pg-1 promoted"));
    }

    @Override
    public void order(String node, String action) {
        if (!node.equals("pg-1")) {
            throw new IllegalArgumentException("there is no node " + node);
        }
        orders.add(action + " " + node);
    }

    @Test
    void carriesOutOrdersOfItsOwnPage() throws Exception {
        assertThat(post("/nodes/pg-1/kill", "Everstore-Console", "1").statusCode()).isEqualTo(202);
        assertThat(orders).containsExactly("kill pg-1");
    }

    @Test
    void refusesOrdersOfOtherPagesAndForNodesThatAreNotThere() throws Exception {
        assertThat(post("/nodes/pg-1/kill", "Accept", "*/*").statusCode()).isEqualTo(403);
        assertThat(post("/nodes/pg-9/kill", "Everstore-Console", "1").body())
                .isEqualTo("there is no node pg-9");
        assertThat(post("/nodes/pg-1/sell", "Everstore-Console", "1").statusCode()).isEqualTo(404);
        assertThat(orders).isEmpty();
    }

    @Test
    void servesItsPageAndNothingElseOfTheClassPath() throws Exception {
        assertThat(get("/").body()).contains("<title>Everstore console</title>");
        assertThat(get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'self'");
        assertThat(get("/../demo/x.js").statusCode()).isEqualTo(404);
        assertThat(get("/nothing.js").statusCode()).isEqualTo(404);
    }

    @Test
    @Timeout(20)
    void tellsWhoComesWhatIsThereAndWhatHappens() throws Exception {
        var stream = http.send(request("/stream").build(), BodyHandlers.ofInputStream());
        try (var lines =
                new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            List<String> before =
                    lines.lines().takeWhile(line -> !line.contains("pg-1 promoted")).toList();
            assertThat(before).contains("event: nodes").anyMatch(l -> l.contains("\"primary\""));
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String header, String value) throws Exception {
        return http.send(
                request(path)
                        .header(header, value)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }
}
