package io.everstore.local.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.everstore.local.console.Audience.Message;
import io.everstore.local.topology.Home;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console's port, on loopback only. Whoever can open it can break the local shop, which is what
 * it is for; pages of other sites cannot, since an order needs a header that a browser sends for
 * them only after asking, and the Host must be ours.
 */
public final class Console implements AutoCloseable {

    private static final String HEADER = "Everstore-Console";
    private static final Pattern ORDER =
            Pattern.compile("/nodes/([\\w-]+)/(kill|stop|pause|resume|restart|start)");
    private static final Pattern EXPERIMENT = Pattern.compile("/experiments/([\\w-]+)");

    private final Plant plant;
    private final URI shop;
    private final Audience audience = new Audience();
    private final Journal journal = new Journal(audience, Clock.systemUTC());
    private final Experiments experiments;
    private final Lookout lookout;
    private final HttpServer server;
    private final Set<String> hosts;

    /**
     * Opens the port; throws UncheckedIOException if it is taken.
     *
     * @param shop where the trickle of customers goes
     * @param transport what the shop speaks; the console itself does not, it is on loopback only
     */
    public Console(int port, URI shop, Transport transport, Home home, Plant plant) {
        this.plant = plant;
        this.shop = shop;
        this.hosts = Set.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port);
        this.experiments = new Experiments(home, journal, audience);
        this.lookout = new Lookout(plant, audience, journal, shop, transport, home);
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        } catch (IOException e) {
            throw new UncheckedIOException("the console's port " + port + " cannot be opened", e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
        lookout.open();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            protect(exchange.getResponseHeaders());
            String path = exchange.getRequestURI().getPath();
            if (!hosts.contains(String.valueOf(exchange.getRequestHeaders().getFirst("Host")))) {
                answer(exchange, 421, "This is the console of localhost.");
            } else if (exchange.getRequestMethod().equals("POST")) {
                order(exchange, path);
            } else if (path.equals("/stream")) {
                List<Message> past = new ArrayList<>(journal.past());
                past.addAll(lookout.present());
                past.add(experiments.present());
                audience.serve(exchange, past);
            } else if (path.equals("/shop")) {
                exchange.getResponseHeaders().set("Location", shop.toString());
                answer(exchange, 302, "");
            } else {
                Files.serve(exchange);
            }
        }
    }

    private void order(HttpExchange exchange, String path) throws IOException {
        Matcher order = ORDER.matcher(path);
        Matcher experiment = EXPERIMENT.matcher(path);
        if (!exchange.getRequestHeaders().containsKey(HEADER)) {
            answer(exchange, 403, "An order needs the header " + HEADER + ".");
        } else if (order.matches()) {
            carryOut(exchange, () -> plant.order(order.group(1), order.group(2)));
        } else if (experiment.matches()) {
            carryOut(exchange, () -> experiments.start(experiment.group(1)));
        } else {
            answer(exchange, 404, "There is no such order.");
        }
    }

    private static void carryOut(HttpExchange exchange, Runnable order) throws IOException {
        try {
            order.run();
            answer(exchange, 202, "");
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            answer(exchange, 400, String.valueOf(e.getMessage()));
        }
    }

    private static void protect(Headers headers) {
        headers.set(
                "Content-Security-Policy",
                "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        experiments.close();
        lookout.close();
        server.stop(0);
    }
}
