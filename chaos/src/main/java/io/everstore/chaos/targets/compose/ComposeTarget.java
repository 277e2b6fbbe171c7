package io.everstore.chaos.targets.compose;

import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.chaos.targets.Aim;
import io.everstore.chaos.targets.Sabotage;
import io.everstore.chaos.targets.Target;
import io.everstore.chaos.targets.compose.Operator.Halt;
import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.node.Events.Event;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.NodeView;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The shop that {@code docker compose up} started, through the {@code docker} command line and the
 * ports that the nodes publish on loopback.
 *
 * <ul>
 *   <li>kill: SIGKILL to the first process of the container, from the engine's own machine, so that
 *       all of its processes end at once. The restart policy brings it back. ({@code docker kill}
 *       would count as stopped by hand, and from within a container nobody can kill its first
 *       process.)
 *   <li>stop, start: {@code docker kill}, after which the restart policy does nothing, and {@code
 *       docker start}
 *   <li>pause, resume: {@code docker pause} and {@code unpause}, the freezer of the kernel
 *   <li>restart: {@code docker restart}, one after the other; a primary database hands over first
 *   <li>starve: {@code docker update --cpus}
 *   <li>isolate: {@code docker network disconnect}
 * </ul>
 */
public final class ComposeTarget implements Target {

    private static final Topology TOPOLOGY = Topology.standard();

    private final Docker docker;
    private final Project project;
    private final EngineEvents events;
    private final Transport transport;
    private final RoleWatch roles;
    private final Aim aim;
    private final Sabotage sabotage;
    private final FrontDoor frontDoor;
    private final Operator operator;

    /**
     * The shop that runs.
     *
     * @param home gets what its operator shows, also for other commands
     * @throws io.everstore.local.control.CommandFailed if none does, with what to do
     */
    public ComposeTarget(Home home, RandomGenerator random) {
        this(Docker.require(), home, random);
    }

    ComposeTarget(Docker docker, Home home, RandomGenerator random) {
        this.docker = docker;
        this.project = new Project(docker);
        List<Container> databaseNodes =
                project.containers().stream().filter(c -> c.service().startsWith("pg-")).toList();
        this.transport = Transport.as(project.operatorFiles(home.composeCertificates()));
        var patroni = new Patroni(transport);
        this.events = new EngineEvents(docker, project::changed);
        this.roles = new RoleWatch(TOPOLOGY, events, patroni, transport);
        this.aim = new Aim(this::nodes, random);
        this.sabotage = Sabotage.on(TOPOLOGY, password(databaseNodes), transport, aim);
        this.frontDoor = FrontDoor.find(docker, project, transport.scheme());
        String image = databaseNodes.getFirst().image();
        this.operator = new Operator(docker, project, events, patroni, image);
    }

    private String password(List<Container> databaseNodes) {
        Container node =
                databaseNodes.stream()
                        .filter(Container::isRunning)
                        .findFirst()
                        .orElseThrow(() -> Docker.notRunning("no database node runs"));
        return docker.run("exec", node.id(), "cat", "/run/secrets/postgres-superuser-password")
                .strip();
    }

    @Override
    public String name() {
        return "compose";
    }

    @Override
    public URI shop() {
        return frontDoor.address();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public Optional<String> refusal(Fault fault) {
        if (fault instanceof Fault.OnNodes on && isLastDoor(on)) {
            return Optional.of(
                    "this machine has no way to the virtual address, and its customers know lb-1 alone");
        }
        return cannot(fault);
    }

    /** Why this cannot be done on any machine; empty if it can on some. */
    public static Optional<String> cannot(Fault fault) {
        return Optional.ofNullable(
                switch (fault) {
                    case Fault.Configure _ ->
                            "the settings of a container are fixed when it is made";
                    case Fault.Disturb _ -> "there is no proxy between the containers";
                    case Fault.FillDisk _ ->
                            "the volumes of all nodes share one disk of this machine; filling it would take the machine down";
                    case Fault.SkewClock _ -> "all containers share the clock of this machine";
                    case Fault.ExpireCertificate _ ->
                            "no certificate of the stack expires within a run";
                    default -> null;
                });
    }

    private boolean isLastDoor(Fault.OnNodes fault) {
        return !frontDoor.isVirtual()
                && fault.nodes().choices().stream().anyMatch(choice -> choice.startsWith("lb"));
    }

    @Override
    public void hold(Set<Link> links) {}

    @Override
    public List<String> inject(Fault fault) {
        return switch (fault) {
            case Fault.Kill(var nodes) -> operator.kill(aim.at(nodes));
            case Fault.Stop(var nodes) -> operator.begin(Halt.STOPPED, aim.at(nodes));
            case Fault.Start(var nodes) -> operator.end(Halt.STOPPED, aim.at(nodes));
            case Fault.Pause(var nodes) -> operator.begin(Halt.PAUSED, aim.at(nodes));
            case Fault.Resume(var nodes) -> operator.end(Halt.PAUSED, aim.at(nodes));
            case Fault.Restart(var nodes) -> aim.each(nodes, operator::restart);
            case Fault.Starve(var nodes, int percent) ->
                    aim.each(nodes, node -> sabotage.later(operator.starve(node, percent)));
            case Fault.Isolate(var nodes) ->
                    aim.each(
                            nodes,
                            node -> sabotage.later(Isolation.begin(docker, project.find(node))));
            case Fault.ByClient sabotaged -> sabotage.inject(sabotaged);
            case Fault.Heal _ -> {
                sabotage.undo();
                yield List.of();
            }
            case Fault.Configure _,
                    Fault.Disturb _,
                    Fault.Surge _,
                    Fault.FillDisk _,
                    Fault.SkewClock _,
                    Fault.ExpireCertificate _ ->
                    throw new IllegalArgumentException("not done by the compose target: " + fault);
        };
    }

    @Override
    public void heal() {
        sabotage.undo();
        operator.bringBack();
    }

    @Override
    public List<NodeView> nodes() {
        List<Container> containers = project.containers();
        Map<String, String> known = roles.roles(containers);
        return containers.stream().map(c -> view(c, known)).toList();
    }

    private static NodeView view(Container container, Map<String, String> roles) {
        String node = container.service();
        return new NodeView(
                node,
                container.tier().orElseThrow(),
                roles.get(node),
                container.state(),
                container.pid() == 0 ? null : container.pid(),
                TOPOLOGY.find(node).map(NodeSpec::port).orElse(0),
                0);
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
        operator.close();
        roles.close();
        events.close();
        sabotage.close();
    }
}
