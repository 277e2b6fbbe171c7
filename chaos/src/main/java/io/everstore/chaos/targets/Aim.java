package io.everstore.chaos.targets;

import io.everstore.chaos.fault.Nodes;
import io.everstore.local.probe.Await;
import io.everstore.local.topology.NodeView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Finds the nodes that a fault is for.
 *
 * @param nodes as they are now
 * @param random decides which one is meant by "any"
 */
public record Aim(Supplier<List<NodeView>> nodes, RandomGenerator random) {

    /** A failover takes up to 25 s where a lease has to run out first. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(250);

    /**
     * Their names. There may be no primary for a moment, if a fault before this one took it away.
     *
     * @throws Nodes.NotThere if there is none for longer
     */
    public List<String> at(Nodes wanted) {
        AtomicReference<List<String>> names = new AtomicReference<>(List.of());
        Await.until(
                () -> {
                    try {
                        names.set(wanted.resolve(nodes.get(), random));
                        return true;
                    } catch (Nodes.NotThere e) {
                        return false;
                    }
                },
                PATIENCE,
                LOOK);
        return names.get().isEmpty() ? wanted.resolve(nodes.get(), random) : names.get();
    }

    /** Does something to each of them, one after the other; returns their names. */
    public List<String> each(Nodes wanted, Consumer<String> what) {
        List<String> names = at(wanted);
        names.forEach(what);
        return names;
    }
}
