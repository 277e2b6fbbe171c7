package io.everstore.chaos.targets.compose;

import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.chaos.targets.Aim;
import io.everstore.chaos.targets.Sabotage;
import io.everstore.chaos.targets.Target;
import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.node.Events.Event;
import io.everstore.local.probe.Await;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.NodeView;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    private static final Duration RESTARTED = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final double NANOS = 1e9;

    private final Docker docker;
    private final Project project;
    private final EngineEvents events;
    private final Patroni patroni = new Patroni();
    private final RoleWatch roles;
    private final Aim aim;
    private final Databases databases;
    private final Brokers brokers;
    private final FrontDoor frontDoor;
    private final Sidecar killer;
    private final Set<String> stopped = new TreeSet<>();
    private final Set<String> paused = new TreeSet<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /**
     * The shop that runs.
     *
     * @throws io.everstore.local.control.CommandFailed if none does, with what to do
     */
    public ComposeTarget(RandomGenerator random) {
        this(Docker.require(), random);
    }

    ComposeTarget(Docker docker, RandomGenerator random) {
        this.docker = docker;
        this.project = new Project(docker);
        List<Container> databaseNodes =
                project.containers().stream().filter(c -> c.service().startsWith("pg-")).toList();
        this.events = new EngineEvents(docker, project::changed);
        this.roles = new RoleWatch(TOPOLOGY, events, patroni);
        this.aim = new Aim(this::nodes, random);
        String password = password(databaseNodes);
        this.databases =
                new Databases(
                        TOPOLOGY.tier(Tier.POSTGRES).stream().map(NodeSpec::address).toList(),
                        "postgres",
                        () -> password);
        this.brokers = new Brokers(TOPOLOGY.addresses(Tier.KAFKA));
        this.frontDoor = FrontDoor.find(docker, project);
        this.killer =
                Sidecar.open(
                        docker,
                        databaseNodes.getFirst().image(),
                        "--pid=host",
                        "--network=none",
                        "--cap-drop=ALL",
                        "--cap-add=KILL");
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
    public Optional<String> refusal(Fault fault) {
        if (fault instanceof Fault.OnNodes on && isLastDoor(on)) {
            return Optional.of(
                    "this machine has no way to the virtual address, and its customers know lb-1 alone");
        }
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
            case Fault.Kill(var nodes) -> kill(aim.at(nodes));
            case Fault.Stop(var nodes) -> stop(aim.at(nodes));
            case Fault.Start(var nodes) -> start(aim.at(nodes));
            case Fault.Pause(var nodes) -> pause(aim.at(nodes));
            case Fault.Resume(var nodes) -> resume(aim.at(nodes));
            case Fault.Restart(var nodes) -> {
                List<String> names = aim.at(nodes);
                names.forEach(this::restart);
                yield names;
            }
            case Fault.Starve(var nodes, int percent) -> {
                List<String> names = aim.at(nodes);
                names.forEach(node -> starve(project.find(node), percent));
                yield names;
            }
            case Fault.Isolate(var nodes) -> {
                List<String> names = aim.at(nodes);
                names.forEach(node -> undo.push(Isolation.begin(docker, project.find(node))));
                yield names;
            }
            case Fault.Lock(String database, String table) -> {
                undo.push(Sabotage.lock(databases, database, table));
                yield List.of();
            }
            case Fault.PauseReplay(var nodes) -> {
                List<String> names = aim.at(nodes);
                names.forEach(
                        node -> undo.push(Sabotage.pauseReplay(databases, spec(node).address())));
                yield names;
            }
            case Fault.Execute(String database, String statement) -> {
                databases.execute(database, statement);
                yield List.of();
            }
            case Fault.Poison(String topic, int count) -> {
                Sabotage.poison(brokers, topic, count);
                yield List.of();
            }
            case Fault.Heal _ -> {
                undoAll();
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

    private static NodeSpec spec(String node) {
        return TOPOLOGY.find(node).orElseThrow();
    }

    /** One command for all of them: they are to happen at once. */
    private List<String> docker(String action, List<String> nodes) {
        List<String> command = new ArrayList<>(List.of(action));
        nodes.forEach(node -> command.add(project.find(node).id()));
        docker.run(command);
        project.changed();
        return nodes;
    }

    private List<String> kill(List<String> nodes) {
        List<String> command = new ArrayList<>(List.of("kill", "-9"));
        for (String node : nodes) {
            Container container = project.find(node);
            if (container.pid() == 0) {
                throw new IllegalStateException(node + " has no process to kill");
            }
            command.add(Long.toString(container.pid()));
        }
        killer.run(String.join(" ", command));
        return nodes;
    }

    private List<String> stop(List<String> nodes) {
        stopped.addAll(nodes);
        events.order(nodes);
        return docker("kill", nodes);
    }

    private List<String> start(List<String> nodes) {
        docker("start", nodes);
        stopped.removeAll(nodes);
        return nodes;
    }

    private List<String> pause(List<String> nodes) {
        paused.addAll(nodes);
        return docker("pause", nodes);
    }

    private List<String> resume(List<String> nodes) {
        docker("unpause", nodes);
        paused.removeAll(nodes);
        return nodes;
    }

    /** Returns when another process of the node passes its health check. */
    private void restart(String node) {
        if (node.startsWith("pg-") && isDatabase(node, "primary")) {
            patroni.switchover(node);
            // It follows before it goes away: its successor needs a second copy for every write.
            Await.until(() -> isDatabase(node, "standby"), RESTARTED, LOOK);
        }
        String before = project.find(node).startedAt();
        events.order(List.of(node));
        docker("restart", List.of(node));
        if (!Await.until(() -> isRestarted(node, before), RESTARTED, LOOK)) {
            throw new IllegalStateException("%s is not up after its restart".formatted(node));
        }
    }

    private boolean isDatabase(String node, String role) {
        return patroni.role(node).filter(role::equals).isPresent();
    }

    private boolean isRestarted(String node, String before) {
        Container now = project.find(node);
        return now.state().equals(NodeView.UP) && !now.startedAt().equals(before);
    }

    /** Afterwards it may have what it had before, or all there are if there was no limit. */
    private void starve(Container container, int percent) {
        String limit =
                docker.run("inspect", "--format", "{{.HostConfig.NanoCpus}}", container.id());
        double before = Double.parseDouble(limit.strip()) / NANOS;
        double all = Double.parseDouble(docker.run("info", "--format", "{{.NCPU}}").strip());
        limit(container, percent / 100.0);
        undo.push(() -> limit(container, before > 0 ? before : all));
    }

    private void limit(Container container, double cpus) {
        docker.run("update", "--cpus", Double.toString(cpus), container.id());
    }

    private void undoAll() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    @Override
    public void heal() {
        undoAll();
        if (!stopped.isEmpty()) {
            start(List.copyOf(stopped));
        }
        if (!paused.isEmpty()) {
            resume(List.copyOf(paused));
        }
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
        return databases;
    }

    @Override
    public Brokers brokers() {
        return brokers;
    }

    @Override
    public void close() {
        heal();
        killer.close();
        roles.close();
        events.close();
        brokers.close();
    }
}
