package io.everstore.chaos.targets.k8s;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.chaos.fault.Nodes;
import io.everstore.chaos.targets.Aim;
import io.everstore.chaos.targets.Sabotage;
import io.everstore.chaos.targets.Target;
import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.control.CommandFailed;
import io.everstore.local.node.Events.Event;
import io.everstore.local.topology.NodeView;
import io.everstore.local.transport.Transport;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The shop that {@code k8s/deploy} started, through the API server: with the rights of whoever runs
 * it, and nothing installed but Chaos Mesh for what is done to packets and clocks.
 *
 * <ul>
 *   <li>kill: the pod is deleted without grace; its StatefulSet, Deployment or operator makes
 *       another
 *   <li>stop, start: a whole tier is scaled to nothing, and back. A single pod is always replaced.
 *   <li>restart: of a whole tier a rollout; of one pod a deletion with grace; a primary database
 *       hands over first
 *   <li>isolate, latency, black-hole, one-way: NetworkChaos; skew-clock: TimeChaos
 * </ul>
 */
public final class KubernetesTarget implements Target {

    private final URI shop;
    private final Cluster cluster;
    private final Inventory inventory;
    private final PodEvents events;
    private final Forwards forwards;
    private final OwnCertificate certificate;
    private final Roles roles;
    private final Mesh mesh;
    private final Operator operator;
    private final Aim aim;
    private final Sabotage sabotage;

    /**
     * Where it is.
     *
     * @param context of kubectl's file; null for its current one
     * @param namespace of the shop
     * @param shop where customers go; null for the address of its Gateway
     */
    public record Place(@Nullable String context, String namespace, @Nullable URI shop) {}

    /**
     * The shop that runs.
     *
     * @throws CommandFailed if none does, or it cannot be reached, with what to do
     */
    public KubernetesTarget(Place place, RandomGenerator random) {
        this(Cluster.require(place.context(), place.namespace()), place.shop(), random);
    }

    KubernetesTarget(Cluster cluster, @Nullable URI shop, RandomGenerator random) {
        this.cluster = cluster;
        this.shop = FrontDoor.find(cluster, shop);
        Workloads workloads = new Workloads(cluster);
        this.inventory = new Inventory(cluster, workloads);
        this.aim = new Aim(this::nodes, random);
        this.forwards = new Forwards(cluster);
        this.certificate = OwnCertificate.of(cluster);
        Ways ways = ways(certificate.transport());
        this.sabotage = new Sabotage(ways.databases(), ways.brokers(), aim, ways::database);
        this.events = new PodEvents(cluster, inventory);
        this.roles = new Roles(cluster, ways.redis(), certificate.transport(), events);
        this.mesh = new Mesh(cluster);
        this.operator = new Operator(cluster, inventory, workloads, events);
        mesh.clear();
        operator.bringBack();
    }

    /** Whoever is not let in leaves no key behind. */
    private Ways ways(Transport transport) {
        try {
            return Ways.open(cluster, inventory.nodes(), forwards, transport);
        } catch (CommandFailed e) {
            certificate.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "k8s";
    }

    @Override
    public URI shop() {
        return shop;
    }

    /** The front door's certificate, if it has one, is a public one; nodes are another matter. */
    @Override
    public Transport transport() {
        return Transport.plain();
    }

    @Override
    public Optional<String> refusal(Fault fault) {
        return cannot(fault)
                .or(
                        () ->
                                needsMesh(fault)
                                        ? mesh.refusal(
                                                fault instanceof Fault.SkewClock
                                                        ? Mesh.TIME
                                                        : Mesh.NETWORK)
                                        : Optional.empty());
    }

    /** Why this cannot be done on any cluster; empty if it can on some. */
    public static Optional<String> cannot(Fault fault) {
        return Optional.ofNullable(
                switch (fault) {
                    case Fault.Pause _, Fault.Resume _ ->
                            "the first process of a container cannot be frozen from within it, and Chaos Mesh freezes none";
                    case Fault.Stop(var nodes) -> whole(nodes);
                    case Fault.Start(var nodes) -> whole(nodes);
                    case Fault.Configure _ ->
                            "all pods of a tier have one template; none of them has settings of its own";
                    case Fault.Starve _ ->
                            "the share of a core is in the template of all pods of a tier";
                    case Fault.Disturb(var _, var how) -> bytes(how);
                    case Fault.FillDisk _ ->
                            "nobody would take the space back on a volume if the runner died";
                    case Fault.ExpireCertificate _ ->
                            "the certificates are those of operators, who renew them in time";
                    case Fault.OnNodes on when isLeadership(on.nodes()) ->
                            "which controller of Kafka leads is not looked at; in production it is no broker";
                    default -> null;
                });
    }

    /** Whether it is done by Chaos Mesh. */
    public static boolean needsMesh(Fault fault) {
        return fault instanceof Fault.Isolate
                || fault instanceof Fault.Disturb
                || fault instanceof Fault.SkewClock;
    }

    private static @Nullable String whole(Nodes nodes) {
        boolean isWhole =
                nodes.choices().stream()
                        .allMatch(
                                choice ->
                                        Component.named(choice)
                                                .filter(Component::isScaled)
                                                .isPresent());
        return isWhole
                ? null
                : "a pod that is lost is replaced; only all of a tier without an operator can be kept away";
    }

    private static @Nullable String bytes(Disturbance how) {
        return switch (how) {
            case Disturbance.Latency _, Disturbance.BlackHole _, Disturbance.OneWay _ -> null;
            case Disturbance.Reset _,
                    Disturbance.ResetAfter _,
                    Disturbance.ForgetKeys _,
                    Disturbance.WrongAnswer _ ->
                    "there is no proxy between the pods that would know requests and answers";
        };
    }

    private static boolean isLeadership(Nodes nodes) {
        return nodes.choices().stream().anyMatch(c -> c.matches("kafka/(leader|follower).*"));
    }

    @Override
    public void hold(Set<Link> links) {}

    @Override
    public List<String> inject(Fault fault) {
        return switch (fault) {
            case Fault.Kill(var nodes) -> operator.kill(aim.at(nodes));
            case Fault.Stop(var nodes) -> each(nodes, operator::stop);
            case Fault.Start(var nodes) -> each(nodes, operator::start);
            case Fault.Restart(var nodes) -> restart(nodes);
            case Fault.Isolate(var nodes) ->
                    aim.each(nodes, node -> sabotage.later(mesh.isolate(inventory.find(node))));
            case Fault.SkewClock(var nodes) ->
                    aim.each(nodes, node -> sabotage.later(mesh.skewClock(inventory.find(node))));
            case Fault.Disturb(var link, var how) -> {
                sabotage.later(mesh.disturb(link, how));
                yield List.of();
            }
            case Fault.ByClient sabotaged -> sabotage.inject(sabotaged);
            case Fault.Heal _ -> {
                sabotage.undo();
                yield List.of();
            }
            case Fault.Pause _,
                    Fault.Resume _,
                    Fault.Configure _,
                    Fault.Starve _,
                    Fault.Surge _,
                    Fault.FillDisk _,
                    Fault.ExpireCertificate _ ->
                    throw new IllegalArgumentException("not done by the k8s target: " + fault);
        };
    }

    private interface Order {
        void give(Component component);
    }

    /** Whole tiers. */
    private List<String> each(Nodes tiers, Order order) {
        List<String> names = aim.at(tiers);
        tiers.choices().stream().flatMap(c -> Component.named(c).stream()).forEach(order::give);
        return names;
    }

    /** Tier by tier, or node by node. */
    private List<String> restart(Nodes nodes) {
        List<String> names = new ArrayList<>();
        for (String choice : nodes.choices()) {
            Nodes some = new Nodes(List.of(choice));
            boolean isWhole = Component.named(choice).filter(Component::isScaled).isPresent();
            names.addAll(
                    isWhole ? each(some, operator::rollOut) : aim.each(some, operator::restart));
        }
        return names;
    }

    @Override
    public void heal() {
        sabotage.undo();
        operator.bringBack();
    }

    @Override
    public List<NodeView> nodes() {
        try {
            List<Node> nodes = inventory.nodes();
            var known = roles.of(nodes);
            return nodes.stream().map(node -> node.view(known)).toList();
        } catch (KubernetesClientException e) {
            throw new CommandFailed(
                    1, "The cluster does not answer: " + String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Event> eventsSince(Instant moment) {
        return events.since(moment);
    }

    @Override
    public Databases databases() {
        return sabotage.databases();
    }

    @Override
    public Brokers brokers() {
        return sabotage.brokers();
    }

    @Override
    public void close() {
        heal();
        events.close();
        sabotage.close();
        forwards.close();
        certificate.close();
        cluster.close();
    }
}
