package io.everstore.local.edge;

import io.everstore.local.probe.Await;
import io.everstore.local.probe.Http;
import io.everstore.local.transport.Transport;
import java.time.Duration;
import java.util.List;

/** Asks every gateway whether it is ready, as long as the edge is open. */
final class Checks implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** Longer than a busy gateway takes, shorter than a customer waits. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Transport transport;
    private volatile boolean isClosed;

    Checks(List<Gateway> gateways, Transport transport) {
        this.transport = transport;
        for (Gateway gateway : gateways) {
            Thread.ofVirtual().name("check-" + gateway.spec().name()).start(() -> check(gateway));
        }
    }

    private void check(Gateway gateway) {
        while (!isClosed) {
            if (isClear(gateway)) {
                Await.pause(INTERVAL);
            } // else at once: it may have frozen right after its last answer
        }
    }

    private boolean isClear(Gateway gateway) {
        long start = System.nanoTime();
        return switch (Http.ask(transport, gateway.spec().port(), "/readyz", LIMIT)) {
            case OK -> {
                gateway.ready();
                yield true;
            }
            case REFUSED -> {
                gateway.gone();
                yield true;
            }
            case LATE -> gateway.late(start);
        };
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
