package io.everstore.chaos.run;

import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.chaos.targets.Target;
import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.node.Events.Event;
import io.everstore.local.topology.NodeView;
import io.everstore.local.transport.Transport;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A target that only remembers what it was told to do. */
final class FakeTarget implements Target {

    final List<Fault> injected = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    private final URI shop;
    private final Consumer<Fault> effect;

    /**
     * @param effect what a fault does
     */
    FakeTarget(URI shop, Consumer<Fault> effect) {
        this.shop = shop;
        this.effect = effect;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public URI shop() {
        return shop;
    }

    @Override
    public Transport transport() {
        return Transport.plain();
    }

    @Override
    public Optional<String> refusal(Fault fault) {
        return fault instanceof Fault.FillDisk ? Optional.of("there is no disk") : Optional.empty();
    }

    @Override
    public void hold(Set<Link> links) {
        log.add("hold " + links);
    }

    @Override
    public List<String> inject(Fault fault) {
        injected.add(fault);
        log.add("inject");
        effect.accept(fault);
        return List.of("order-1");
    }

    @Override
    public void heal() {
        log.add("heal");
    }

    @Override
    public List<NodeView> nodes() {
        return List.of(new NodeView("order-1", "order", "active", "up", 1L, 1, 1));
    }

    @Override
    public List<Event> eventsSince(Instant moment) {
        return List.of();
    }

    @Override
    public Databases databases() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Brokers brokers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        log.add("close");
    }
}
