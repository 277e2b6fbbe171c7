package io.everstore.local.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Visitors who look at products, at a fixed rate whatever the answers (open loop). */
final class Browsing implements AutoCloseable {

    /** One page view. */
    record View(Instant sent, int status, String detail) {}

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<View> views = new ConcurrentLinkedQueue<>();
    private final AtomicLong count = new AtomicLong();
    private final List<String> skus;

    Browsing(List<String> skus, int perSecond) {
        this.skus = skus;
        var _ =
                clock.scheduleAtFixedRate(
                        () -> visitors.execute(this::view),
                        0,
                        1_000_000 / perSecond,
                        TimeUnit.MICROSECONDS);
    }

    private void view() {
        long number = count.getAndIncrement();
        String sku = skus.get((int) (number % skus.size()));
        String path =
                number % 5 == 0
                        ? "/api/products?limit=12"
                        : "/api/products/" + sku.replace(" ", "%20");
        Instant sent = Instant.now();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://localhost:8080" + path))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            views.add(
                    new View(
                            sent,
                            answer.statusCode(),
                            answer.statusCode() == 200 ? "" : answer.body()));
        } catch (IOException e) {
            views.add(new View(sent, 0, e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Views sent from a moment on that did not get their page. */
    List<View> failedSince(Instant moment) {
        return views.stream().filter(v -> v.sent().isAfter(moment) && v.status() != 200).toList();
    }

    long viewsSince(Instant moment) {
        return views.stream().filter(v -> v.sent().isAfter(moment)).count();
    }

    /** Ends; waits for the answers that are still under way. */
    @Override
    public void close() {
        clock.shutdownNow();
        visitors.shutdown();
        try {
            visitors.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
