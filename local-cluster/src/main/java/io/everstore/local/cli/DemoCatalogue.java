package io.everstore.local.cli;

import io.everstore.local.control.Json;
import io.everstore.local.importing.BadRows;
import io.everstore.local.importing.Import;
import io.everstore.local.importing.ImportReport;
import io.everstore.local.importing.ImportSettings;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Credentials;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.probe.Await;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** The products that a new shop starts with, loaded the way anybody loads products. */
final class DemoCatalogue {

    private static final String FILE = "/demo/products.jsonl";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Path directory;
    private final URI shop;
    private final Transport transport;

    /**
     * @param directory for the file while it is loaded
     * @param shop the edge or a gateway, for example {@code http://localhost:8080}
     * @param transport what it speaks
     */
    DemoCatalogue(Path directory, URI shop, Transport transport) {
        this.directory = directory;
        this.shop = shop;
        this.transport = transport;
    }

    /**
     * Loads the demo products, unless there are products already; returns how many it loaded.
     *
     * @throws IllegalStateException if the shop does not answer or refuses them
     */
    long loadIfEmpty() {
        if (hasProducts()) {
            return 0;
        }
        Path file = directory.resolve("products.jsonl");
        try (InputStream in = DemoCatalogue.class.getResourceAsStream(FILE);
                ShopClient client =
                        new ShopClient(
                                shop, transport, Credentials.DEMO_ADMIN, InstantSource.system());
                BadRows bad = BadRows.open(20, null)) {
            if (in == null) {
                throw new IllegalStateException("the demo catalogue " + FILE + " is not packaged");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            Backoff backoff =
                    new Backoff(
                            Duration.ofMillis(100),
                            Duration.ofSeconds(2),
                            RandomGenerator.getDefault());
            ImportReport report = new Import(settings(file), client, backoff, bad).run();
            Files.delete(file);
            if (report.exitCode() != 0) {
                throw new IllegalStateException("the demo catalogue cannot be loaded: " + report);
            }
            return report.created();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the demo catalogue to " + file, e);
        }
    }

    /**
     * A start that cannot load its products says so soon, not after the ten minutes of a large
     * import.
     */
    private static ImportSettings settings(Path file) {
        return new ImportSettings(file, Map.of(), 500, false, 20, PATIENCE, PATIENCE);
    }

    /** Asks the shop itself; its first answers may be slow, and a 503 or 504 is not a no. */
    private boolean hasProducts() {
        try (HttpClient http = transport.httpClient().build()) {
            AtomicReference<String> said = new AtomicReference<>("nothing");
            AtomicBoolean hasItems = new AtomicBoolean();
            boolean isAnswered =
                    Await.until(() -> ask(http, said, hasItems), PATIENCE, Duration.ofMillis(500));
            if (!isAnswered) {
                throw new IllegalStateException(
                        "the shop at %s says %s".formatted(shop, said.get()));
            }
            return hasItems.get();
        }
    }

    private boolean ask(HttpClient http, AtomicReference<String> said, AtomicBoolean hasItems) {
        HttpRequest request =
                HttpRequest.newBuilder(shop.resolve("/api/products?limit=1"))
                        .timeout(Duration.ofSeconds(10))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            said.set(answer.statusCode() + ": " + answer.body());
            hasItems.set(
                    answer.statusCode() == 200
                            && !Json.MAPPER.readTree(answer.body()).path("items").isEmpty());
            return answer.statusCode() == 200;
        } catch (IOException e) {
            said.set(e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
