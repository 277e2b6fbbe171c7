package io.everstore.local.console;

import io.everstore.local.console.Exposition.Sample;
import io.everstore.local.topology.NodeView;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What the services say of themselves: breakers, cache, outbox, intake. */
final class Gauges {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Set<String> FROM_CACHE = Set.of("near", "redis");
    private static final Set<String> SERVICES = Set.of("catalog", "order");

    private final HttpClient http;
    private final String scheme;

    /** Pages served so far, by instance: what was served since then is the rate. */
    private final Map<String, Pages> seen = new HashMap<>();

    private record Pages(double cached, double all) {}

    /**
     * All of it.
     *
     * @param breakers those that are not closed, for example {@code catalog-1 redis: open}
     * @param hitRate share of the pages of the last seconds that came from a cache; -1 for none
     * @param outboxPending events that are not yet in Kafka
     * @param intakeBacklog orders that are queued
     */
    record Reading(
            List<String> breakers,
            int breakersInAll,
            double hitRate,
            double outboxPending,
            double outboxAgeSeconds,
            double intakeBacklog) {}

    private record Source(String node, Exposition metrics) {}

    /**
     * @param scheme http or https, as the services speak
     */
    Gauges(HttpClient http, String scheme) {
        this.http = http;
        this.scheme = scheme;
    }

    /** Asks every instance that is up, all at once. */
    Reading read(List<NodeView> nodes) {
        List<CompletableFuture<Source>> answers =
                nodes.stream()
                        .filter(node -> SERVICES.contains(node.tier()) && node.isUp())
                        .map(this::ask)
                        .toList();
        List<Source> sources =
                answers.stream()
                        .flatMap(
                                answer -> Stream.ofNullable(answer.exceptionally(_ -> null).join()))
                        .toList();
        return new Reading(
                openBreakers(sources),
                sources.stream().mapToInt(s -> breakers(s).size()).sum(),
                hitRate(sources),
                largest(sources, "everstore_outbox_pending"),
                largest(sources, "everstore_outbox_age_seconds"),
                largest(sources, "everstore_intake_backlog_orders"));
    }

    private CompletableFuture<Source> ask(NodeView node) {
        URI uri =
                URI.create("%s://127.0.0.1:%d/actuator/prometheus".formatted(scheme, node.port()));
        return http.sendAsync(
                        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                        BodyHandlers.ofString())
                .thenApply(answer -> new Source(node.name(), Exposition.parse(answer.body())));
    }

    private static double largest(List<Source> sources, String name) {
        return sources.stream().mapToDouble(s -> s.metrics().largest(name)).max().orElse(0);
    }

    private static Map<String, String> breakers(Source source) {
        Map<String, String> states = new TreeMap<>();
        for (Sample sample : source.metrics().named("resilience4j_circuitbreaker_state")) {
            if (sample.value() == 1) {
                states.put(sample.label("name"), sample.label("state"));
            }
        }
        return states;
    }

    private static List<String> openBreakers(List<Source> sources) {
        List<String> open = new ArrayList<>();
        for (Source source : sources) {
            breakers(source)
                    .forEach(
                            (name, state) -> {
                                if (!state.equals("closed")) {
                                    open.add(source.node() + " " + name + ": " + state);
                                }
                            });
        }
        return open;
    }

    private double hitRate(List<Source> sources) {
        double cached = 0;
        double all = 0;
        for (Source source : sources) {
            Pages now = pages(source);
            Pages before = seen.put(source.node(), now);
            if (before != null && now.all() >= before.all()) {
                cached += now.cached() - before.cached();
                all += now.all() - before.all();
            }
        }
        return all == 0 ? -1 : cached / all;
    }

    private static Pages pages(Source source) {
        double cached = 0;
        double all = 0;
        for (Sample sample : source.metrics().named("catalog_pages_total")) {
            cached += FROM_CACHE.contains(sample.label("source")) ? sample.value() : 0;
            all += sample.value();
        }
        return new Pages(cached, all);
    }
}
