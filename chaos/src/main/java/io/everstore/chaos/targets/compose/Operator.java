package io.everstore.chaos.targets.compose;

import io.everstore.local.probe.Await;
import io.everstore.local.topology.NodeView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Does to containers what an operator or a broken machine does, and brings them back. */
final class Operator implements AutoCloseable {

    /** What a container does until somebody says otherwise: nothing. */
    enum Halt {
        /** SIGKILL, after which no restart policy applies. */
        STOPPED("kill", "start"),
        /** In the freezer of the kernel. */
        PAUSED("pause", "unpause");

        private final String begin;
        private final String end;

        Halt(String begin, String end) {
            this.begin = begin;
            this.end = end;
        }
    }

    private static final Duration RESTARTED = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final double NANOS = 1e9;

    private final Docker docker;
    private final Project project;
    private final EngineEvents events;
    private final Patroni patroni;
    private final Sidecar killer;
    private final Map<Halt, Set<String>> halted = new EnumMap<>(Halt.class);

    /**
     * Begins to have a hand on the processes of the engine's machine.
     *
     * @param image of which the sidecar is, any with a shell
     */
    Operator(Docker docker, Project project, EngineEvents events, Patroni patroni, String image) {
        this.docker = docker;
        this.project = project;
        this.events = events;
        this.patroni = patroni;
        this.killer =
                Sidecar.open(
                        docker,
                        image,
                        "--pid=host",
                        "--network=none",
                        "--cap-drop=ALL",
                        "--cap-add=KILL");
    }

    /** One command for all of them: they are to happen at once. */
    private List<String> docker(String action, List<String> nodes) {
        List<String> command = new ArrayList<>(List.of(action));
        nodes.forEach(node -> command.add(project.find(node).id()));
        docker.run(command);
        project.changed();
        return nodes;
    }

    /** SIGKILL to the first process of each, at once. */
    List<String> kill(List<String> nodes) {
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

    List<String> begin(Halt halt, List<String> nodes) {
        halted(halt).addAll(nodes);
        events.order(nodes);
        return docker(halt.begin, nodes);
    }

    List<String> end(Halt halt, List<String> nodes) {
        docker(halt.end, nodes);
        halted(halt).removeAll(nodes);
        return nodes;
    }

    private Set<String> halted(Halt halt) {
        return halted.computeIfAbsent(halt, _ -> new TreeSet<>());
    }

    /** Returns when another process of the node passes its health check. */
    void restart(String node) {
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

    /**
     * Returns what ends it: it may have what it had before, or all there are if there was no limit.
     */
    Runnable starve(String node, int percent) {
        Container container = project.find(node);
        String limit =
                docker.run("inspect", "--format", "{{.HostConfig.NanoCpus}}", container.id());
        double before = Double.parseDouble(limit.strip()) / NANOS;
        double all = Double.parseDouble(docker.run("info", "--format", "{{.NCPU}}").strip());
        limit(container, percent / 100.0);
        return () -> limit(container, before > 0 ? before : all);
    }

    private void limit(Container container, double cpus) {
        docker.run("update", "--cpus", Double.toString(cpus), container.id());
    }

    /** Starts what was stopped, and lets go on what was paused. */
    void bringBack() {
        for (Halt halt : Halt.values()) {
            List<String> nodes = List.copyOf(halted(halt));
            if (!nodes.isEmpty()) {
                end(halt, nodes);
            }
        }
    }

    @Override
    public void close() {
        killer.close();
    }
}
