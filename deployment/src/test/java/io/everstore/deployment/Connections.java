package io.everstore.deployment;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What network policies open, as Kubernetes reads them: a pod that a policy selects may do what
 * some policy lists, and a connection needs both ends. Knows selectors by {@code matchLabels} and
 * TCP.
 *
 * @param parties everybody who is there
 */
record Connections(List<NetworkPolicy> policies, List<Party> parties) {

    private static final String OURS = "everstore";

    /** Pods that are alike. */
    record Party(String name, String namespace, Map<String, String> labels) {

        static Party ours(String name, Map<String, String> labels) {
            return new Party(name, OURS, labels);
        }

        boolean isOurs() {
            return namespace.equals(OURS);
        }
    }

    record Flow(String from, String to, int port) implements Comparable<Flow> {

        private static final Comparator<Flow> ORDER =
                Comparator.comparing(Flow::from).thenComparing(Flow::to).thenComparing(Flow::port);

        @Override
        public int compareTo(Flow other) {
            return ORDER.compare(this, other);
        }
    }

    /** All connections that can be made to one of ours. */
    Set<Flow> open() {
        Set<Flow> open = new TreeSet<>();
        for (Party from : parties) {
            for (Party to : parties) {
                ports().mapToObj(port -> new Flow(from.name(), to.name(), port))
                        .filter(flow -> to.isOurs() && !ingress(flow).isEmpty())
                        .filter(flow -> !from.isOurs() || !egress(flow).isEmpty())
                        .forEach(open::add);
            }
        }
        return open;
    }

    /** What one end lists and the other does not; rules for anybody anywhere are not among it. */
    Set<Flow> half() {
        Set<Flow> half = new TreeSet<>();
        for (Party from : parties) {
            for (Party to : parties) {
                if (from.isOurs() && to.isOurs()) {
                    ports().mapToObj(port -> new Flow(from.name(), to.name(), port))
                            .filter(flow -> isMeant(flow) == ingress(flow).isEmpty())
                            .forEach(half::add);
                }
            }
        }
        return half;
    }

    private boolean isMeant(Flow flow) {
        return policies.stream()
                .filter(policy -> selects(policy, party(flow.from())))
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .filter(rule -> !rule.getTo().isEmpty() && isListed(rule.getPorts(), flow.port()))
                .anyMatch(rule -> isPeer(rule.getTo(), party(flow.to())));
    }

    /** Every port that any policy mentions, and one that none does. */
    private IntStream ports() {
        Stream<NetworkPolicyPort> in =
                policies.stream()
                        .flatMap(p -> p.getSpec().getIngress().stream())
                        .flatMap(r -> r.getPorts().stream());
        Stream<NetworkPolicyPort> out =
                policies.stream()
                        .flatMap(p -> p.getSpec().getEgress().stream())
                        .flatMap(r -> r.getPorts().stream());
        return IntStream.concat(
                        Stream.concat(in, out).mapToInt(p -> p.getPort().getIntVal()),
                        IntStream.of(1))
                .distinct();
    }

    /** The policies that let it in. */
    List<String> ingress(Flow flow) {
        return policies.stream()
                .filter(policy -> selects(policy, party(flow.to())))
                .flatMap(
                        policy ->
                                policy.getSpec().getIngress().stream()
                                        .filter(rule -> isListed(rule.getPorts(), flow.port()))
                                        .filter(rule -> isPeer(rule.getFrom(), party(flow.from())))
                                        .map(_ -> policy.getMetadata().getName()))
                .toList();
    }

    /** The policies that let it out. */
    List<String> egress(Flow flow) {
        return policies.stream()
                .filter(policy -> selects(policy, party(flow.from())))
                .flatMap(
                        policy ->
                                policy.getSpec().getEgress().stream()
                                        .filter(rule -> isListed(rule.getPorts(), flow.port()))
                                        .filter(rule -> isPeer(rule.getTo(), party(flow.to())))
                                        .map(_ -> policy.getMetadata().getName()))
                .toList();
    }

    /** Who may call anybody anywhere, and on which port. */
    Set<String> outside() {
        return parties.stream()
                .filter(Party::isOurs)
                .flatMap(
                        party ->
                                policies.stream()
                                        .filter(policy -> selects(policy, party))
                                        .flatMap(policy -> policy.getSpec().getEgress().stream())
                                        .filter(rule -> rule.getTo().isEmpty())
                                        .flatMap(rule -> rule.getPorts().stream())
                                        .map(
                                                port ->
                                                        party.name()
                                                                + ":"
                                                                + port.getPort().getIntVal()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Party party(String name) {
        return parties.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    private static boolean selects(NetworkPolicy policy, Party party) {
        return party.isOurs() && matches(policy.getSpec().getPodSelector(), party.labels());
    }

    /** No ports are all ports. */
    private static boolean isListed(List<NetworkPolicyPort> ports, int port) {
        return ports.isEmpty()
                || ports.stream()
                        .filter(p -> !"UDP".equals(p.getProtocol()))
                        .anyMatch(p -> p.getPort().getIntVal() == port);
    }

    /** No peers are all peers. */
    private static boolean isPeer(List<NetworkPolicyPeer> peers, Party party) {
        return peers.isEmpty() || peers.stream().anyMatch(peer -> isPeer(peer, party));
    }

    private static boolean isPeer(NetworkPolicyPeer peer, Party party) {
        boolean isThere =
                peer.getNamespaceSelector() == null
                        ? party.isOurs()
                        : matches(
                                peer.getNamespaceSelector(),
                                Map.of("kubernetes.io/metadata.name", party.namespace()));
        return isThere && matches(peer.getPodSelector(), party.labels());
    }

    private static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
        if (selector == null) {
            return true;
        }
        if (!selector.getMatchExpressions().isEmpty()) {
            throw new IllegalArgumentException("expressions are not understood here: " + selector);
        }
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
    }
}
