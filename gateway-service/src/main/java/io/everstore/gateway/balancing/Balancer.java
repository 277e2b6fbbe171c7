package io.everstore.gateway.balancing;

import io.everstore.gateway.backpressure.Gate;
import io.everstore.gateway.forwarding.UpstreamTls;
import java.net.URI;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Makes what a route needs: the instances of its service, and the filter that spreads requests over
 * them.
 */
public final class Balancer {

    private final BalancingSettings settings;
    private final UpstreamTls tls;
    private final Tries tries;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;

    /**
     * With one clock and one source of chance for all routes.
     *
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    Balancer(
            BalancingSettings settings,
            UpstreamTls tls,
            Tries tries,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.tls = tls;
        this.tries = tries;
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /**
     * The instances of one service, all in rotation.
     *
     * @param service for the log, as {@code catalog}
     * @param addresses as {@code catalog-1:8201}, or one as {@code dns:catalog:8200} for all that
     *     the DNS has under that name
     */
    public Instances instances(String service, List<String> addresses) {
        var directory = Directory.of(addresses, tls);
        if (directory.isPresent()) {
            return Instances.listedIn(directory.get(), service, settings, random, nanoTime);
        }
        List<URI> bases = addresses.stream().map(String::strip).map(tls::at).toList();
        return new Instances(service, bases, settings, random, nanoTime);
    }

    /** For one route: the instances may be shared, the budget for retries is its own. */
    public HandlerFilterFunction<ServerResponse, ServerResponse> spreadOver(
            Instances instances, RouteLimits limits, Gate gate) {
        var budget = new RetryBudget(settings, nanoTime);
        return new Balanced(instances, limits, budget, gate, tries, random, nanoTime);
    }
}
