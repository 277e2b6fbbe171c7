package io.everstore.local.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * The one address of the shop in the local runtime: an HTTP proxy over the gateways, where compose
 * has HAProxy with a virtual IP. It takes part in nothing but the choice of a healthy gateway, and
 * hides the loss of one: a request that got no answer is sent once more, to another gateway, if it
 * never left or if repeating it is harmless (a safe method, or an order with its idempotency key).
 *
 * <p>Needs {@link JdkSettings} to be applied before.
 */
public final class Edge implements AutoCloseable {

    /** Larger bodies are streamed and never repeated; an order is far smaller. */
    private static final int REPEATABLE_BYTES = 64 * 1024;

    /** More than the gateways' own longest answer for browsing and orders. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    /**
     * What can be sent again is not left with a gateway that hangs: this is just more than its own
     * longest answer, and leaves the client time for another gateway's.
     */
    private static final Duration READ_TRY = Duration.ofMillis(3500);

    private static final Duration ORDER_TRY = Duration.ofMillis(4500);

    /** An import may take minutes to commit. */
    private static final Duration IMPORT_LIMIT = Duration.ofSeconds(310);

    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "content-length",
                    "expect",
                    "x-real-ip",
                    "forwarded");

    /**
     * A browser would remember it for all of localhost, where the console and whatever else is
     * developed on this machine speak in the clear.
     */
    private static final String HTTPS_FOR_EVER = "strict-transport-security";

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** A gateway that got the request and takes too long. */
    private static final class NoAnswer extends IOException {
        NoAnswer(String gateway, HttpTimeoutException cause) {
            super("no answer from " + gateway, cause);
        }
    }

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /**
     * A port nobody listens on refuses at once. This long only this process can take, when all of
     * the machine is busy, and that is no reason to leave a gateway out.
     */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);

    private final Gateways gateways;
    private final SecondTries secondTries = new SecondTries();
    private final String scheme;
    private final HttpServer server;
    private final HttpClient client;

    /**
     * Opens the port; throws UncheckedIOException if it is taken.
     *
     * @param transport for its customers, and for its calls of the gateways
     */
    public Edge(int port, List<NodeSpec> nodes, Transport transport) {
        this.gateways = new Gateways(nodes, transport);
        this.scheme = transport.scheme();
        this.client =
                transport
                        .httpClient()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_LIMIT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        try {
            server =
                    transport.listen(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be opened", e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            forward(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(HttpExchange exchange) throws IOException, InterruptedException {
        if (isInternal(exchange.getRequestURI())) {
            notFound(exchange);
            return;
        }
        Body body = Body.of(exchange, REPEATABLE_BYTES);
        Optional<Gateways.Gateway> first = gateways.choose(Optional.empty());
        if (first.isEmpty()) {
            unavailable(exchange);
            return;
        }
        secondTries.earn();
        try {
            boolean hasAnother = gateways.isAnotherIn(first.get()) && secondTries.areLeft();
            relay(exchange, send(exchange, body, first.get(), limit(exchange, body, hasAnother)));
        } catch (IOException failure) {
            gateways.failed(first.get());
            Optional<Gateways.Gateway> second =
                    mayRepeat(exchange, body, failure) ? gateways.choose(first) : Optional.empty();
            if (second.isEmpty()) {
                unavailable(exchange);
                return;
            }
            repeat(exchange, body, second.get());
        }
    }

    /**
     * What a gateway says about itself is for who runs the shop. Decoded, and the gateways refuse
     * paths that are not normal, so there is no other way to write it.
     */
    private static boolean isInternal(URI uri) {
        return uri.getPath() != null && uri.getPath().startsWith("/actuator");
    }

    private void repeat(HttpExchange exchange, Body body, Gateways.Gateway gateway)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer;
        try {
            answer = send(exchange, body, gateway, limit(exchange, body, false));
        } catch (IOException failure) {
            gateways.failed(gateway);
            unavailable(exchange);
            return;
        }
        relay(exchange, answer);
    }

    private boolean mayRepeat(HttpExchange exchange, Body body, IOException failure) {
        boolean neverLeft =
                failure instanceof ConnectException
                        || failure instanceof HttpConnectTimeoutException;
        boolean answerWasBegun = exchange.getResponseCode() != -1;
        if (!body.isRepeatable() || answerWasBegun || !(neverLeft || isHarmless(exchange))) {
            return false;
        }
        return !(failure instanceof NoAnswer) || secondTries.take();
    }

    private static boolean isHarmless(HttpExchange exchange) {
        return SAFE.contains(exchange.getRequestMethod())
                || exchange.getRequestHeaders().containsKey("Idempotency-Key");
    }

    /** The gateways believe what we say of a client, so nothing may come from the client itself. */
    private static boolean isForTheGateway(String name) {
        return !HOP_BY_HOP.contains(name) && !name.startsWith("x-forwarded-");
    }

    private static boolean isForTheClient(String name) {
        boolean isPseudo = name.startsWith(":");
        return !isPseudo && !HOP_BY_HOP.contains(name) && !name.equals(HTTPS_FOR_EVER);
    }

    private static Duration limit(HttpExchange exchange, Body body, boolean hasAnother) {
        String path = String.valueOf(exchange.getRequestURI().getPath());
        if (path.startsWith("/api/imports")) {
            return IMPORT_LIMIT;
        }
        boolean mayTakeLong = path.startsWith("/api/stock");
        if (!hasAnother || mayTakeLong || !body.isRepeatable() || !isHarmless(exchange)) {
            return ANSWER_LIMIT;
        }
        return path.startsWith("/api/orders") ? ORDER_TRY : READ_TRY;
    }

    private HttpResponse<InputStream> send(
            HttpExchange exchange, Body body, Gateways.Gateway gateway, Duration limit)
            throws IOException, InterruptedException {
        URI uri = exchange.getRequestURI();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(scheme + "://" + gateway.spec().address() + uri))
                        .timeout(limit)
                        .method(exchange.getRequestMethod(), body.publisher());
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            if (isForTheGateway(name.toLowerCase(Locale.ROOT))) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        request.header(
                "X-Forwarded-For", exchange.getRemoteAddress().getAddress().getHostAddress());
        request.header("X-Forwarded-Proto", scheme);
        tellAddress(exchange, request);
        try (var _ = gateway.begin()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpConnectTimeoutException neverLeft) {
            throw neverLeft;
        } catch (HttpTimeoutException e) {
            throw new NoAnswer(gateway.spec().name(), e);
        }
    }

    /**
     * The address in the browser, without which a gateway takes the shop's own pages for others'.
     */
    private void tellAddress(HttpExchange exchange, HttpRequest.Builder request) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        try {
            URI address = new URI(scheme + "://" + host);
            if (address.getHost() != null) {
                int usual = scheme.equals("http") ? HTTP_PORT : HTTPS_PORT;
                int port = address.getPort() < 0 ? usual : address.getPort();
                request.header("X-Forwarded-Host", address.getHost());
                request.header("X-Forwarded-Port", Integer.toString(port));
            }
        } catch (URISyntaxException e) {
            // Nobody's page, then: whatever it asks for is judged as another site's.
        }
    }

    private static void relay(HttpExchange exchange, HttpResponse<InputStream> answer)
            throws IOException {
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (isForTheClient(name.toLowerCase(Locale.ROOT))) {
                                values.forEach(
                                        value -> exchange.getResponseHeaders().add(name, value));
                            }
                        });
        try (InputStream in = answer.body()) {
            exchange.sendResponseHeaders(answer.statusCode(), length(exchange, answer));
            if (!hasNoBody(exchange, answer)) {
                copy(in, exchange.getResponseBody());
            }
        }
    }

    /** Fails when the gateway breaks off; a client that has gone away is nobody's fault. */
    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            try {
                out.write(buffer, 0, read);
                if (in.available() == 0) {
                    out.flush(); // an event stream must not wait for a full buffer
                }
            } catch (IOException clientGone) {
                return;
            }
        }
    }

    private static boolean hasNoBody(HttpExchange exchange, HttpResponse<InputStream> answer) {
        int status = answer.statusCode();
        return exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
    }

    /** As HttpServer wants it: -1 for no body, 0 for a chunked one. */
    private static long length(HttpExchange exchange, HttpResponse<InputStream> answer) {
        if (hasNoBody(exchange, answer)) {
            return -1;
        }
        long length = answer.headers().firstValueAsLong("content-length").orElse(0);
        return answer.headers().firstValue("content-length").isPresent() && length == 0
                ? -1
                : length;
    }

    private static void unavailable(HttpExchange exchange) throws IOException {
        if (exchange.getResponseCode() != -1) {
            return; // half an answer is out: closing the connection says that it broke off
        }
        exchange.getResponseHeaders().set("Retry-After", "1");
        answer(
                exchange,
                503,
                """
                {"type":"https://everstore.dev/problems/unavailable","title":"No gateway answers","status":503,\
                "detail":"No gateway could answer this request. Repeat it in a second; an order with the same Idempotency-Key."}
                """);
    }

    private static void notFound(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                404,
                """
                {"type":"about:blank","title":"Not Found","status":404}
                """);
    }

    private static void answer(HttpExchange exchange, int status, String problem)
            throws IOException {
        byte[] body = problem.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        boolean hasBody = !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        gateways.close();
        client.shutdownNow();
    }
}
