package io.everstore.chaos.fault;

import io.everstore.local.topology.NodeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which nodes a fault is for, chosen when it happens: {@code order-1} by name, {@code kafka} a
 * whole tier, {@code postgres/primary} by role, {@code order/any} one by chance, {@code
 * postgres/standby/any} one of a role.
 *
 * @param choices each in one of these forms
 */
public record Nodes(List<String> choices) {

    private static final Pattern FORM = Pattern.compile("([a-z]+)(-\\d|/([a-z]+)(/any)?)?");
    private static final Set<String> TIERS =
            Set.of(
                    "postgres",
                    "redis",
                    "sentinel",
                    "kafka",
                    "catalog",
                    "order",
                    "gateway",
                    "etcd",
                    "lb");
    private static final Set<String> NAMES =
            Set.of("pg", "redis", "sentinel", "kafka", "catalog", "order", "gateway", "etcd", "lb");
    private static final Set<String> ROLES =
            Set.of("primary", "standby", "replica", "leader", "follower", "active", "any");

    /** The nodes are not there to be chosen, for instance because no server is the primary now. */
    public static final class NotThere extends RuntimeException {

        private NotThere(String choice) {
            super("there is no node '%s' now".formatted(choice));
        }
    }

    /**
     * Reads a choice.
     *
     * @throws IllegalArgumentException with the reason if there can be no such node
     */
    public Nodes {
        choices = List.copyOf(choices);
        choices.forEach(Nodes::check);
    }

    private static void check(String choice) {
        var form = FORM.matcher(choice);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no choice of nodes such as order-1, kafka, postgres/primary or order/any"
                            .formatted(choice));
        }
        String rest = form.group(2) == null ? "" : form.group(2);
        Set<String> known = rest.startsWith("-") ? NAMES : TIERS;
        if (!known.contains(form.group(1))) {
            throw new IllegalArgumentException(
                    "'%s' names no %s; there are %s"
                            .formatted(
                                    choice,
                                    rest.startsWith("-") ? "node" : "tier",
                                    known.stream().sorted().toList()));
        }
        if (rest.startsWith("/") && !ROLES.contains(form.group(3))) {
            throw new IllegalArgumentException(
                    "'%s' names no role; there are %s"
                            .formatted(choice, ROLES.stream().sorted().toList()));
        }
    }

    /**
     * The names of the nodes that are meant now.
     *
     * @throws NotThere if a choice finds none
     */
    public List<String> resolve(List<NodeView> all, RandomGenerator random) {
        List<String> names = new ArrayList<>();
        for (String choice : choices) {
            List<String> found = find(choice, all).toList();
            if (found.isEmpty()) {
                throw new NotThere(choice);
            }
            names.addAll(
                    choice.endsWith("/any")
                            ? List.of(found.get(random.nextInt(found.size())))
                            : found);
        }
        return names.stream().distinct().toList();
    }

    /**
     * What no node can ever match in a runtime that has these: a tier or a number that it lacks.
     */
    public List<String> unknownAmong(List<NodeView> all) {
        return choices.stream()
                .filter(choice -> find(tierOrName(choice), all).findAny().isEmpty())
                .toList();
    }

    private static String tierOrName(String choice) {
        return choice.replaceFirst("/.*", "");
    }

    private static Stream<String> find(String choice, List<NodeView> all) {
        var form = FORM.matcher(choice);
        boolean isKind = form.matches() && form.group(3) != null;
        String tier = isKind ? form.group(1) : choice;
        String role = isKind ? form.group(3) : "any";
        return all.stream()
                .filter(
                        node ->
                                node.name().equals(choice)
                                        || (node.tier().equals(tier)
                                                && (role.equals("any")
                                                        || role.equals(node.role()))))
                .map(NodeView::name);
    }

    @Override
    public String toString() {
        return String.join(", ", choices);
    }
}
