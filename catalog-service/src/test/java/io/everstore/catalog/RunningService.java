package io.everstore.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The service, running, and the verbs of its clients. All test classes share one service and one
 * database, so each test makes its own products.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            // A query on a busy machine is late, not lost.
            "everstore.catalog.origin.deadline=5s",
            // Requests and pages are counted.
            "everstore.warm-up.rounds=0"
        })
public abstract class RunningService {

    static {
        Surroundings.start();
    }

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort private int port;
    @Autowired protected JdbcClient db;

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Answer put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Answer delete(String path, String... headers) {
        return send("DELETE", path, "", headers);
    }

    /** Sends as admin; headers are names and values in turn. */
    private Answer send(String method, String path, String body, String... headers) {
        BodyPublisher content =
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body, UTF_8);
        return send(
                request(path)
                        .method(method, content)
                        .header("Authorization", "Bearer " + Surroundings.TOKENS.admin())
                        .header("Content-Type", "application/json"),
                headers);
    }

    Answer send(HttpRequest.Builder request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString(UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** Puts a new product straight into the database and answers its SKU. */
    protected String product(String name, String category, String price, int stock) {
        String sku = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
        product(sku, name, category, price, stock);
        return sku;
    }

    void product(String sku, String name, String category, String price, int stock) {
        db.sql(
                        """
                        insert into product (sku, name, category, price, currency, version, updated_at)
                        values (?, ?, ?, ?::numeric, 'GBP', 1, now())
                        """)
                .params(sku, name, category, price)
                .update();
        db.sql("insert into stock (sku, quantity) values (?, ?)").params(sku, stock).update();
        if (stock > 0) {
            db.sql(
                            """
                            insert into stock_adjustment (sku, delta, reason, at)
                            values (?, ?, 'initial', now())
                            """)
                    .params(sku, stock)
                    .update();
        }
    }

    protected int stockOf(String sku) {
        return db.sql("select quantity from stock where sku = ?")
                .param(sku)
                .query(Integer.class)
                .single();
    }

    /** Invariant I3: SKUs whose adjustments are not what remains plus what is reserved. */
    protected long driftingSkus() {
        return db.sql("select count(*) from stock_drift").query(Long.class).single();
    }
}
