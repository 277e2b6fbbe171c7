package io.everstore.local.node;

import io.everstore.local.edge.Edge;
import io.everstore.local.failover.PostgresCluster;
import io.everstore.local.probe.Await;
import io.everstore.local.process.ChildProcesses;
import io.everstore.local.process.Privileges;
import io.everstore.local.process.Programs;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.NodeView;
import io.everstore.local.topology.Secrets;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The whole topology: what {@code up} starts, and what {@code down} stops in reverse. */
public final class Cluster implements AutoCloseable {

    /**
     * A node that is not ready by then will not be: the slowest start on two busy cores is under 60
     * s.
     */
    private static final Duration READY_LIMIT = Duration.ofMinutes(4);

    /** More failed starts than this in a row are not bad luck. */
    private static final int FAILED_STARTS = 3;

    private final Topology topology;
    private final Home home;
    private final Transport transport;
    private final Events events;
    private final ChildProcesses processes;
    private final PostgresCluster postgres;
    private final KafkaAdmin kafkaAdmin;
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean isAborted;
    private volatile Optional<Edge> edge = Optional.empty();

    /**
     * Starts nothing yet.
     *
     * @param transport what all of its nodes speak
     */
    public Cluster(Topology topology, Home home, Transport transport, Events events) {
        this.topology = topology;
        this.home = home;
        this.transport = transport;
        this.events = events;
        Privileges privileges = Privileges.probe();
        this.processes = new ChildProcesses(home, privileges);
        this.postgres =
                new PostgresCluster(
                        topology,
                        home,
                        processes,
                        privileges,
                        new Programs(home),
                        Secrets.in(home),
                        transport,
                        events::add);
        this.kafkaAdmin = new KafkaAdmin(topology, transport);
        for (NodeSpec spec : topology.tier(Tier.POSTGRES)) {
            nodes.put(spec.name(), new PostgresNode(spec, postgres));
        }
    }

    /** Lets a start that is under way give up: nobody waits for it any more. Any thread. */
    public void abort() {
        isAborted = true;
    }

    /** Starts everything and returns when every node is up; throws if one cannot be. */
    public void start() {
        Redis redis = new Redis(topology, home, new Programs(home).redis(), transport);
        Kafka kafka = new Kafka(topology, home, kafkaAdmin, transport);
        Services services = new Services(topology, home, transport);
        Semaphore light = new Semaphore(16);
        // Each service keeps a core busy for seconds: more at once than cores only makes all of
        // them late.
        Semaphore heavy = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

        CompletableFuture<Void> databases = async(() -> startPostgres(services));
        topology.tier(Tier.REDIS).forEach(n -> supervise(redis.server(n), light));
        topology.tier(Tier.SENTINEL).forEach(n -> supervise(redis.sentinel(n), light));
        kafka.format(processes);
        topology.tier(Tier.KAFKA).forEach(n -> supervise(kafka.broker(n), light));
        join(databases);
        for (Tier tier : List.of(Tier.CATALOG, Tier.ORDER, Tier.GATEWAY)) {
            topology.tier(tier).forEach(n -> supervise(services.service(n), heavy));
        }
        awaitUp(Tier.KAFKA);
        kafkaAdmin.createTopics();
        NodeSpec edgeSpec = topology.tier(Tier.EDGE).getFirst();
        Transport edgeTransport = transport.as(edgeSpec.name());
        edge = Optional.of(new Edge(edgeSpec.port(), topology.tier(Tier.GATEWAY), edgeTransport));
        nodes.put(edgeSpec.name(), new EdgeNode(edgeSpec, transport));
        for (Tier tier : Tier.values()) {
            awaitUp(tier);
        }
    }

    private void startPostgres(Services services) {
        try {
            postgres.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        // A migration commits on two nodes like everything else, so it waits for the first standby
        // by itself.
        CompletableFuture<Void> catalog = async(() -> services.migrate(Tier.CATALOG, processes));
        services.migrate(Tier.ORDER, processes);
        join(catalog);
        events.add("databases migrated");
    }

    private CompletableFuture<Void> async(Runnable task) {
        return CompletableFuture.runAsync(task, executor);
    }

    private static void join(CompletableFuture<Void> task) {
        try {
            task.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private synchronized void supervise(Blueprint blueprint, Semaphore startSlots) {
        SupervisedNode node = new SupervisedNode(blueprint, processes, startSlots, events::add);
        nodes.put(node.spec().name(), node);
        node.open();
    }

    private void awaitUp(Tier tier) {
        for (NodeSpec spec : topology.tier(tier)) {
            boolean isUp =
                    Await.until(() -> isAborted || isUp(spec), READY_LIMIT, Duration.ofMillis(100));
            if (isAborted) {
                throw new IllegalStateException("stopped before it was ready");
            }
            if (!isUp) {
                throw new NodeNotReady(spec.name(), READY_LIMIT, home.log(spec.name()));
            }
        }
    }

    private boolean isUp(NodeSpec spec) {
        Node node = node(spec.name());
        if (node instanceof SupervisedNode supervised && supervised.quickDeaths() > FAILED_STARTS) {
            throw new NodeNotReady(spec.name(), READY_LIMIT, home.log(spec.name()));
        }
        boolean isRedundant = spec.tier() != Tier.POSTGRES || postgres.isHealthy();
        return isRedundant && node.view().isUp();
    }

    public Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException(
                    "there is no node '%s'; the nodes are %s".formatted(name, names()));
        }
        return node;
    }

    private String names() {
        return String.join(", ", topology.nodes().stream().map(NodeSpec::name).toList());
    }

    /** Every node of the topology, also those that have not been started yet. */
    public List<NodeView> views() {
        List<NodeView> views = new ArrayList<>();
        for (NodeSpec spec : topology.nodes()) {
            Node node = nodes.get(spec.name());
            views.add(
                    node != null
                            ? node.view()
                            : new NodeView(
                                    spec.name(),
                                    spec.tier().label(),
                                    null,
                                    NodeView.STARTING,
                                    null,
                                    spec.port(),
                                    0));
        }
        return views;
    }

    public Topology topology() {
        return topology;
    }

    /** What all nodes speak. */
    public Transport transport() {
        return transport;
    }

    /** Stops everything: first what takes requests, last what keeps them. */
    @Override
    public void close() {
        edge.ifPresent(Edge::close);
        List<Tier> tiers = new ArrayList<>(List.of(Tier.values()));
        for (Tier tier : tiers.reversed()) {
            List<CompletableFuture<Void>> stops =
                    nodes.values().stream()
                            .filter(n -> n.spec().tier() == tier)
                            .map(n -> async(n::stop))
                            .toList();
            stops.forEach(CompletableFuture::join);
        }
        postgres.close();
        kafkaAdmin.close();
        processes.close();
        executor.shutdown();
    }
}
