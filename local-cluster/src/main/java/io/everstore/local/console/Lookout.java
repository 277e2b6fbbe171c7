package io.everstore.local.console;

import io.everstore.local.console.Audience.Message;
import io.everstore.local.importing.shop.Credentials;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.node.Events.Event;
import io.everstore.local.probe.Await;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeView;
import io.everstore.local.transport.Transport;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/** Looks at the nodes, the services' metrics and the traffic, as long as somebody watches. */
final class Lookout implements AutoCloseable {

    /** A change of a node is on every screen within this and the time of asking. */
    private static final Duration NODES = Duration.ofMillis(250);

    private static final Duration GAUGES = Duration.ofSeconds(2);
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final Plant plant;
    private final Audience audience;
    private final Journal journal;
    private final Gauges gauges;
    private final Standbys standbys;
    private final ShopClient shop;
    private final Trickle trickle;
    private volatile List<NodeView> nodes = List.of();
    private volatile boolean isClosed;
    private long nextEvent;

    Lookout(
            Plant plant,
            Audience audience,
            Journal journal,
            URI shop,
            Transport transport,
            Home home) {
        this.plant = plant;
        this.audience = audience;
        this.journal = journal;
        this.standbys = new Standbys(home, transport);
        this.gauges =
                new Gauges(
                        transport
                                .httpClient()
                                .version(HttpClient.Version.HTTP_1_1)
                                .connectTimeout(Duration.ofMillis(300))
                                .executor(Executors.newVirtualThreadPerTaskExecutor())
                                .build(),
                        transport.scheme());
        Credentials bob = new Credentials("bob", "bob-demo");
        this.shop = new ShopClient(shop, transport, bob, Clock.systemUTC());
        this.trickle = new Trickle(this.shop, new Traffic(), journal);
    }

    void open() {
        loop("console-nodes", NODES, this::lookAtNodes);
        loop("console-gauges", GAUGES, this::lookAtGauges);
        loop("console-trickle", Duration.ZERO, this::trickle);
    }

    /** What a browser that has just come has to know. */
    List<Message> present() {
        List<NodeView> now = plant.nodes();
        nodes = now;
        return List.of(new Message("nodes", now));
    }

    private void loop(String name, Duration pause, Runnable look) {
        // Not virtual: when a primary is lost, the edge's many would be served before these few.
        Thread.ofPlatform()
                .daemon()
                .name(name)
                .start(
                        () -> {
                            while (!isClosed) {
                                if (audience.isWatching()) {
                                    look.run();
                                    Await.pause(pause);
                                } else {
                                    Await.pause(NODES);
                                }
                            }
                        });
    }

    private void lookAtNodes() {
        List<Event> events = plant.eventsSince(nextEvent);
        for (Event event : events) {
            journal.note(event.at(), event.text());
            nextEvent = event.number() + 1;
        }
        List<NodeView> now = plant.nodes();
        nodes = now;
        audience.tell("nodes", now);
    }

    private void lookAtGauges() {
        List<NodeView> now = nodes;
        audience.tell("gauges", gauges.read(now));
        audience.tell("standbys", standbys.read(now));
    }

    private void trickle() {
        // Aligned to the clock, so that a second of traffic is one of the wall.
        long into = System.currentTimeMillis() % 1000;
        Await.pause(Duration.ofMillis(into < 5 ? 0 : 1000 - into));
        for (long begin = System.nanoTime();
                audience.isWatching() && !isClosed;
                begin += SECOND_NANOS) {
            trickle.second(begin);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        shop.close();
        standbys.close();
    }
}
