package io.everstore.local.edge;

import io.everstore.local.probe.Await;
import io.everstore.local.probe.Http;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which gateways can be used. A gateway is out after one failed request or one failed check, and in
 * again after one good check: with a check every half second, that is how long an error can repeat.
 * When all are out, all are tried (fail open): the checks may be wrong, and nothing is lost.
 */
final class Gateways implements AutoCloseable {

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    /** Longer than a busy gateway takes, shorter than a customer waits. */
    private static final Duration CHECK_LIMIT = Duration.ofSeconds(1);

    private final List<Gateway> gateways;
    private final Transport transport;
    private volatile boolean isClosed;

    Gateways(List<NodeSpec> nodes, Transport transport) {
        this.transport = transport;
        this.gateways = nodes.stream().map(Gateway::new).toList();
        for (Gateway gateway : gateways) {
            Thread.ofVirtual().name("check-" + gateway.spec().name()).start(() -> check(gateway));
        }
    }

    /** One gateway as the edge sees it. */
    static final class Gateway {

        private final NodeSpec spec;
        private final AtomicInteger inFlight = new AtomicInteger();
        private volatile boolean isIn;

        private Gateway(NodeSpec spec) {
            this.spec = spec;
        }

        NodeSpec spec() {
            return spec;
        }

        /** Counts a request as under way until it is closed. */
        InFlight begin() {
            inFlight.incrementAndGet();
            return inFlight::decrementAndGet;
        }
    }

    /** Closed when the request has its answer. */
    interface InFlight extends AutoCloseable {
        @Override
        void close();
    }

    private void check(Gateway gateway) {
        while (!isClosed) {
            gateway.isIn = Http.ok(transport, gateway.spec().port(), "/readyz", CHECK_LIMIT);
            Await.pause(CHECK_INTERVAL);
        }
    }

    /** The least busy one that is in; never the one that has just failed. */
    Optional<Gateway> choose(Optional<Gateway> justFailed) {
        List<Gateway> others =
                gateways.stream().filter(g -> justFailed.map(f -> f != g).orElse(true)).toList();
        List<Gateway> in = others.stream().filter(g -> g.isIn).toList();
        List<Gateway> candidates = new ArrayList<>(in.isEmpty() ? others : in);
        Collections.shuffle(
                candidates, ThreadLocalRandom.current()); // so that ties do not all go to the first
        return candidates.stream().min(Comparator.comparingInt(g -> g.inFlight.get()));
    }

    /** Whether it makes sense to give up on this one early. */
    boolean isAnotherIn(Gateway gateway) {
        return gateways.stream().anyMatch(g -> g != gateway && g.isIn);
    }

    void failed(Gateway gateway) {
        gateway.isIn = false;
    }

    boolean isAnyIn() {
        return gateways.stream().anyMatch(g -> g.isIn);
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
