package io.everstore.chaos.targets.k8s;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names for pods whose own say nothing: order-1 is whoever took the place of the one that was
 * called so before. A pod that a rollout adds has no name until one before it is gone.
 */
final class Slots {

    private final String prefix;
    private final Map<String, String> uids = new TreeMap<>();
    private final Map<String, String> names = new HashMap<>();

    Slots(String prefix) {
        this.prefix = prefix;
    }

    /** For each tier whose pods have such names. */
    static Map<Component, Slots> ofDeployments() {
        Map<Component, Slots> slots = new EnumMap<>(Component.class);
        for (Component component : Component.values()) {
            if (component.owner() == Component.Owner.DEPLOYMENT) {
                slots.put(component, new Slots(component.tier()));
            }
        }
        return slots;
    }

    /** By name: those that there are of so many. */
    synchronized Map<String, Pod> assign(List<Pod> pods, int count) {
        Map<String, Pod> byUid =
                pods.stream()
                        .collect(
                                Collectors.toMap(
                                        pod -> pod.getMetadata().getUid(), Function.identity()));
        uids.values().retainAll(byUid.keySet());
        List<String> others =
                pods.stream()
                        .sorted(
                                Comparator.comparing(
                                                (Pod pod) ->
                                                        String.valueOf(
                                                                pod.getMetadata()
                                                                        .getCreationTimestamp()))
                                        // Several are made in one second.
                                        .thenComparing(
                                                pod -> String.valueOf(pod.getMetadata().getName())))
                        .map(pod -> pod.getMetadata().getUid())
                        .filter(uid -> !uids.containsValue(uid))
                        .toList();
        Map<String, Pod> assigned = new TreeMap<>();
        var next = others.iterator();
        for (int i = 1; i <= count; i++) {
            String name = prefix + "-" + i;
            if (!uids.containsKey(name) && next.hasNext()) {
                uids.put(name, next.next());
                names.put(uids.getOrDefault(name, ""), name);
            }
            Pod pod = byUid.get(uids.getOrDefault(name, ""));
            if (pod != null) {
                assigned.put(name, pod);
            }
        }
        return assigned;
    }

    /** Also of one that is gone. */
    synchronized Optional<String> nameOf(Pod pod) {
        return Optional.ofNullable(names.get(pod.getMetadata().getUid()));
    }
}
