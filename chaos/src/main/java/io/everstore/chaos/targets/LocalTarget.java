package io.everstore.chaos.targets;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.control.ControlClient;
import io.everstore.local.node.Events.Event;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeView;
import io.everstore.local.topology.Secrets;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** The shop that {@code ./everstore up} started, through the launcher's control port. */
public final class LocalTarget implements Target {

    private static final Topology TOPOLOGY = Topology.standard();

    private final ControlClient control;
    private final Transport transport;
    private final Aim aim;
    private final Sabotage sabotage;
    private final Rollout rollout;
    private final Links links;
    private final Set<String> stopped = new TreeSet<>();
    private final Set<String> paused = new TreeSet<>();
    private final Map<String, Map<String, String>> held = new HashMap<>();
    private final Set<String> misconfigured = new TreeSet<>();

    /**
     * The shop that runs.
     *
     * @throws io.everstore.local.control.CommandFailed if none does
     */
    public LocalTarget(Home home, RandomGenerator random) {
        this.control = ControlClient.require(home);
        this.transport = Transport.of(home);
        this.aim = new Aim(this::nodes, random);
        String password = Secrets.in(home).read("postgres-superuser-password");
        this.sabotage = Sabotage.on(TOPOLOGY, password, transport, this.aim);
        this.rollout = new Rollout(control);
        this.links = new Links(TOPOLOGY);
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public URI shop() {
        return transport.shop();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public Optional<String> refusal(Fault fault) {
        if (transport.isTls() && fault instanceof Fault.Disturb on && isRead(on.link(), on.how())) {
            return Optional.of(
                    "what goes over this link is encrypted, and the proxy would have to read it: start the shop without --tls");
        }
        return cannot(fault);
    }

    /** Why this cannot be done here, whoever asks; empty if it can. */
    public static Optional<String> cannot(Fault fault) {
        return Optional.ofNullable(
                switch (fault) {
                    case Fault.FillDisk _ ->
                            "all nodes share one disk of this machine; filling it would take the machine down";
                    case Fault.Isolate _ ->
                            "all nodes share one loopback address; a link between tiers can be cut";
                    case Fault.SkewClock _ -> "all nodes share the clock of this machine";
                    case Fault.ExpireCertificate _ ->
                            "the local runtime speaks plain HTTP or, with --tls, gives a node that is started a certificate that lasts";
                    default -> null;
                });
    }

    /** Through Sentinels, too, that have to name the proxies instead of the servers. */
    static boolean isRead(Link link, Disturbance how) {
        return link == Link.CATALOG_REDIS
                || how instanceof Disturbance.ResetAfter
                || how instanceof Disturbance.ForgetKeys
                || how instanceof Disturbance.WrongAnswer;
    }

    @Override
    public void hold(Set<Link> wanted) {
        if (!wanted.isEmpty()) {
            links.hold(wanted)
                    .forEach(
                            (node, settings) -> {
                                held.merge(node, settings, LocalTarget::union);
                                restart(node);
                            });
        }
    }

    /** With the settings that it is to have. */
    private void restart(String node) {
        misconfigured.remove(node);
        rollout.update(node, held.getOrDefault(node, Map.of()));
    }

    private static Map<String, String> union(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    @Override
    public List<String> inject(Fault fault) {
        return switch (fault) {
            case Fault.Kill(var nodes) ->
                    aim.each(nodes, node -> control.order(node, "kill", false));
            case Fault.Stop(var nodes) -> aim.each(nodes, this::stop);
            case Fault.Start(var nodes) -> aim.each(nodes, this::start);
            case Fault.Pause(var nodes) -> aim.each(nodes, this::pause);
            case Fault.Resume(var nodes) -> aim.each(nodes, this::resume);
            case Fault.Restart(var nodes) -> aim.each(nodes, this::restart);
            case Fault.Configure(var nodes, var environment) ->
                    aim.each(nodes, node -> misconfigure(node, environment));
            case Fault.Starve(var nodes, int percent) ->
                    aim.each(nodes, node -> sabotage.later(Starvation.begin(view(node), percent)));
            case Fault.Disturb(var link, var how) -> {
                sabotage.later(links.disturb(link, how));
                yield List.of();
            }
            case Fault.ByClient sabotaged -> sabotage.inject(sabotaged);
            case Fault.Heal _ -> {
                sabotage.undo();
                yield List.of();
            }
            case Fault.Isolate _,
                    Fault.Surge _,
                    Fault.FillDisk _,
                    Fault.SkewClock _,
                    Fault.ExpireCertificate _ ->
                    throw new IllegalArgumentException("not done by the local target: " + fault);
        };
    }

    private NodeView view(String node) {
        return nodes().stream().filter(v -> v.name().equals(node)).findFirst().orElseThrow();
    }

    private void stop(String node) {
        stopped.add(node);
        control.order(node, "kill", true);
    }

    private void start(String node) {
        stopped.remove(node);
        control.order(node, "start", false);
    }

    private void pause(String node) {
        paused.add(node);
        control.order(node, "pause", false);
    }

    private void resume(String node) {
        paused.remove(node);
        control.order(node, "resume", false);
    }

    private void misconfigure(String node, Map<String, String> environment) {
        misconfigured.add(node);
        control.restart(node, union(held.getOrDefault(node, Map.of()), environment));
    }

    @Override
    public void heal() {
        sabotage.undo();
        List.copyOf(stopped).forEach(this::start);
        List.copyOf(paused).forEach(this::resume);
        List.copyOf(misconfigured).forEach(this::restart);
    }

    @Override
    public List<NodeView> nodes() {
        return control.status().nodes();
    }

    @Override
    public List<Event> eventsSince(Instant moment) {
        return control.events(0).stream().filter(e -> !e.at().isBefore(moment)).toList();
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
        held.keySet().stream().sorted().forEach(node -> rollout.restart(node, Map.of()));
        held.clear();
        links.close();
        sabotage.close();
    }
}
