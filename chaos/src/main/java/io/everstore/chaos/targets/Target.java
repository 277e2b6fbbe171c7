package io.everstore.chaos.targets;

import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.node.Events.Event;
import io.everstore.local.topology.NodeView;
import io.everstore.local.transport.Transport;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A shop in some runtime. Not thread-safe but for what only looks. */
public interface Target extends AutoCloseable {

    /** local, compose or k8s. */
    String name();

    /** Where its customers go. */
    URI shop();

    /** What it speaks, with its customers too. */
    Transport transport();

    /** Why this runtime cannot do this; empty if it can. Asked before anything is done. */
    Optional<String> refusal(Fault fault);

    /** Gets hold of links that are going to be disturbed, without disturbing them yet. */
    void hold(Set<Link> links);

    /**
     * Does it; returns the nodes that it was done to.
     *
     * @throws RuntimeException if it cannot be done now
     */
    List<String> inject(Fault fault);

    /** Ends everything that was injected and is not over; does nothing the second time. */
    void heal();

    /** Every node as it is now. */
    List<NodeView> nodes();

    /** What whoever supervises the nodes noted since then, in order. */
    List<Event> eventsSince(Instant moment);

    Databases databases();

    Brokers brokers();

    /** Lets go of everything; the shop goes on as if nothing had been. */
    @Override
    void close();
}
