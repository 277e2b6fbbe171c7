package io.everstore.chaos.targets.k8s;

import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.transport.Transport;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of the shop can be reached from this machine while it is examined.
 *
 * @param servers of the databases, by node
 * @param redis ports of this machine, by node
 */
record Ways(
        Databases databases,
        Brokers brokers,
        Map<String, String> servers,
        Map<String, Integer> redis) {

    /** Made by CloudNativePG, if it was told to. */
    private static final String SUPERUSER = Cluster.POSTGRES + "-superuser";

    /** Brokers are at .11, .12 and so on, for all of them have the same port. */
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Opens them.
     *
     * @param transport what is spoken through them
     * @throws io.everstore.local.control.CommandFailed if one cannot be opened, with what to do
     */
    static Ways open(Cluster cluster, List<Node> nodes, Forwards forwards, Transport transport) {
        String password = password(cluster);
        Map<String, String> servers = new TreeMap<>();
        Map<String, Integer> redis = new TreeMap<>();
        List<String> brokers = new ArrayList<>();
        for (Node node : nodes) {
            int port = node.component().port();
            switch (node.component()) {
                case POSTGRES ->
                        servers.put(
                                node.name(), "127.0.0.1:" + forwards.open(node.podName(), port));
                case REDIS -> redis.put(node.name(), forwards.open(node.podName(), port));
                case KAFKA -> {
                    // As Strimzi's brokers tell where they are.
                    String name =
                            "%s.everstore-kafka-brokers.%s.svc"
                                    .formatted(node.podName(), cluster.namespace());
                    InetAddress at = InetAddress.ofLiteral(LOOPBACK + (brokers.size() + 1));
                    forwards.openAs(name, node.podName(), port, at);
                    brokers.add(name + ":" + port);
                }
                case SENTINEL, CATALOG, ORDER, GATEWAY -> {}
            }
        }
        return new Ways(
                new Databases(List.copyOf(servers.values()), "postgres", () -> password, transport),
                new Brokers(String.join(",", brokers), transport),
                servers,
                redis);
    }

    private static String password(Cluster cluster) {
        Secret secret =
                cluster.client()
                        .secrets()
                        .inNamespace(cluster.namespace())
                        .withName(SUPERUSER)
                        .get();
        String password = secret == null ? null : secret.getData().get("password");
        if (password == null) {
            throw Cluster.notReady(
                    "The databases cannot be examined without the Secret %s: set enableSuperuserAccess: true in the Cluster pg"
                            .formatted(SUPERUSER));
        }
        return new String(Base64.getDecoder().decode(password), StandardCharsets.UTF_8);
    }

    /** Where a database server is. */
    String database(String node) {
        return servers.getOrDefault(node, node);
    }
}
