package io.everstore.chaos.targets.k8s;

import io.everstore.local.node.Events.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What became of the pods, as the API server tells it while it happens; the times are those of
 * hearing it. What happens because somebody said so ends with "as ordered": nobody noticed it, it
 * was known.
 */
final class PodEvents implements ResourceEventHandler<Pod>, AutoCloseable {

    private final Inventory inventory;
    private final List<Event> events = new ArrayList<>();
    private final Set<String> ordered = ConcurrentHashMap.newKeySet();
    private final Set<String> before;
    private final SharedIndexInformer<Pod> informer;

    /** Listens from now on. */
    PodEvents(Cluster cluster, Inventory inventory) {
        this.inventory = inventory;
        this.before =
                cluster.pods().stream()
                        .map(pod -> pod.getMetadata().getUid())
                        .collect(Collectors.toUnmodifiableSet());
        this.informer = cluster.client().pods().inNamespace(cluster.namespace()).inform(this);
    }

    /** Whatever these nodes do is an order, until they are ready again. */
    void order(Collection<String> nodes) {
        ordered.addAll(nodes);
    }

    @Override
    public void onAdd(Pod pod) {
        if (!before.contains(pod.getMetadata().getUid())) {
            note(pod, "is made anew");
        }
    }

    @Override
    public void onUpdate(Pod old, Pod pod) {
        if (Node.ends(pod) > Node.ends(old)) {
            note(pod, "ended and is started again");
        }
        boolean isReady = Readiness.isPodReady(pod);
        if (isReady && !Readiness.isPodReady(old)) {
            note(pod, "passes its readiness probe");
            inventory.nameOf(pod).ifPresent(ordered::remove);
        } else if (!isReady && Readiness.isPodReady(old)) {
            note(pod, "is not ready any more");
        }
    }

    @Override
    public void onDelete(Pod pod, boolean isLastStateUnknown) {
        note(pod, "is gone");
    }

    private void note(Pod pod, String what) {
        inventory
                .nameOf(pod)
                .ifPresent(
                        node -> {
                            String order = ordered.contains(node) ? ", as ordered" : "";
                            add("%s %s%s".formatted(node, what, order));
                        });
    }

    /** Notes what pods do not tell. */
    void add(String text) {
        synchronized (events) {
            events.add(new Event(events.size(), Instant.now(), text));
        }
    }

    List<Event> since(Instant moment) {
        synchronized (events) {
            return events.stream().filter(event -> !event.at().isBefore(moment)).toList();
        }
    }

    @Override
    public void close() {
        informer.close();
    }
}
