package io.everstore.local.failover;

import io.everstore.local.certificates.NodeFiles;
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
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Three real PostgreSQL servers in a temporary directory, on free ports. */
final class RealCluster implements AutoCloseable {

    private final Home home;
    private final Topology topology;
    private final ChildProcesses processes;
    private volatile Transport transport;
    private PostgresCluster cluster;
    private volatile Consumer<String> hook = text -> {};
    final List<String> events = new CopyOnWriteArrayList<>();

    RealCluster() throws Exception {
        this(false);
    }

    RealCluster(boolean isTls) throws Exception {
        Path root = Files.createTempDirectory(Path.of("/var/tmp"), "everstore-failover");
        home = new Home(root, Path.of("").toAbsolutePath().getParent());
        Files.createDirectories(home.logs());
        List<NodeSpec> nodes = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            nodes.add(new NodeSpec("pg-" + i, Tier.POSTGRES, i, freePort()));
        }
        topology = new Topology(nodes, false);
        processes = new ChildProcesses(home, Privileges.probe());
        transport = Transport.begin(home, isTls);
        open();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void open() throws Exception {
        cluster =
                new PostgresCluster(
                        topology,
                        home,
                        processes,
                        Privileges.probe(),
                        new Programs(home),
                        Secrets.in(home),
                        transport,
                        this::event);
        cluster.start();
        awaitHealthy();
    }

    private void event(String text) {
        events.add(text);
        System.out.println(LocalTime.now(ZoneOffset.UTC) + " " + text);
        hook.accept(text);
    }

    /** Does something at the very moment of a decision, on the supervisor's own thread. */
    void onEvent(Consumer<String> action) {
        hook = action;
    }

    /** SIGKILL for all three at once, as when the supervisor dies; it does not act any more. */
    void killEverything() {
        topology.nodes().forEach(n -> process(n.name()).ifPresent(ProcessHandle::destroyForcibly));
    }

    Optional<ProcessHandle> process(String name) {
        Long pid = cluster.view(name).pid();
        return pid == null ? Optional.empty() : ProcessHandle.of(pid);
    }

    /** Stops cleanly and starts again on the same data, as {@code down} and {@code up} do. */
    void restart() throws Exception {
        cluster.close();
        open();
    }

    /** The same, and in another way of speaking from then on. */
    void restart(boolean isTls) throws Exception {
        cluster.close();
        transport = Transport.begin(home, isTls);
        open();
    }

    Home home() {
        return home;
    }

    /** What a server shows and believes. */
    NodeFiles files(String name) {
        return transport.files(name).orElseThrow();
    }

    PostgresCluster cluster() {
        return cluster;
    }

    void awaitHealthy() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(cluster::isHealthy);
    }

    String primary() {
        return topology.nodes().stream()
                .map(n -> cluster.view(n.name()))
                .filter(v -> "primary".equals(v.role()))
                .map(NodeView::name)
                .findFirst()
                .orElseThrow();
    }

    List<String> standbys() {
        return standbys(primary());
    }

    List<String> standbys(String primary) {
        return topology.nodes().stream()
                .map(NodeSpec::name)
                .filter(n -> !n.equals(primary))
                .toList();
    }

    /** Through whichever server is the primary, as a service connects. */
    Connection connect() throws SQLException {
        String hosts =
                topology.nodes().stream().map(NodeSpec::address).collect(Collectors.joining(","));
        return DriverManager.getConnection(
                "jdbc:postgresql://"
                        + hosts
                        + "/postgres?targetServerType=primary&hostRecheckSeconds=0&connectTimeout=1"
                        + "&loginTimeout=2&socketTimeout=2",
                properties(transport.database()));
    }

    /** To one certain server, as the superuser. */
    Connection connectTo(String name) throws SQLException {
        return connectTo(name, transport.database());
    }

    /** The same, with these properties of the driver. */
    Connection connectTo(String name, Map<String, String> more) throws SQLException {
        String address = topology.find(name).orElseThrow().address();
        return DriverManager.getConnection(
                "jdbc:postgresql://"
                        + address
                        + "/postgres?connectTimeout=1&loginTimeout=1&socketTimeout=5",
                properties(more));
    }

    private Properties properties(Map<String, String> more) {
        var properties = new Properties();
        properties.putAll(more);
        properties.setProperty("user", "postgres");
        properties.setProperty("password", Secrets.in(home).read("postgres-superuser-password"));
        return properties;
    }

    /** How many servers say that they are writable. */
    long writable() {
        return topology.nodes().stream().filter(this::isWritable).count();
    }

    private boolean isWritable(NodeSpec node) {
        try (Connection c = connectTo(node.name());
                var s = c.createStatement();
                var r = s.executeQuery("select not pg_is_in_recovery()")) {
            return r.next() && r.getBoolean(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        cluster.close();
        processes.close();
        Home.delete(home.root());
    }
}
