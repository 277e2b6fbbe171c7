package io.everstore.local.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The nodes of one local cluster, each on its own fixed port of 127.0.0.1.
 *
 * <p>Three of everything that holds state and N+1 of everything that does not; {@link #small()} has
 * one of each service and one broker, but keeps three PostgreSQL and three Redis nodes, because
 * they are cheap (about 40 MiB together) and failover is what the demo is about.
 */
public record Topology(List<NodeSpec> nodes, boolean isSmall) {

    /** The storefront's address, served by the edge. */
    public static final int EDGE_PORT = 8080;

    /** The launcher's control port: status, kill, pause and the rest of the command line. */
    public static final int CONTROL_PORT = 8070;

    /** The live console, for browsers. */
    public static final int CONSOLE_PORT = 8090;

    /** A Kafka broker's controller listener is on its client port plus this. */
    public static final int CONTROLLER_OFFSET = 10;

    public static Topology standard() {
        return new Topology(nodes(3, 3, 3, 2), false);
    }

    public static Topology small() {
        return new Topology(nodes(1, 1, 1, 1), true);
    }

    private static List<NodeSpec> nodes(int brokers, int catalogs, int orders, int gateways) {
        List<NodeSpec> nodes = new ArrayList<>();
        add(nodes, "pg", Tier.POSTGRES, 3, 5500);
        add(nodes, "redis", Tier.REDIS, 3, 6400);
        add(nodes, "sentinel", Tier.SENTINEL, 3, 26400);
        add(nodes, "kafka", Tier.KAFKA, brokers, 9400);
        add(nodes, "catalog", Tier.CATALOG, catalogs, 8200);
        add(nodes, "order", Tier.ORDER, orders, 8300);
        add(nodes, "gateway", Tier.GATEWAY, gateways, 8100);
        nodes.add(new NodeSpec("edge", Tier.EDGE, 1, EDGE_PORT));
        return List.copyOf(nodes);
    }

    private static void add(List<NodeSpec> to, String prefix, Tier tier, int count, int base) {
        for (int i = 1; i <= count; i++) {
            to.add(new NodeSpec(prefix + "-" + i, tier, i, base + i));
        }
    }

    public List<NodeSpec> tier(Tier tier) {
        return nodes.stream().filter(n -> n.tier() == tier).toList();
    }

    public Optional<NodeSpec> find(String name) {
        return nodes.stream().filter(n -> n.name().equals(name)).findFirst();
    }

    /** The addresses of a tier, comma-separated, as the services' settings want them. */
    public String addresses(Tier tier) {
        return tier(tier).stream().map(NodeSpec::address).collect(Collectors.joining(","));
    }

    /** How many copies Kafka keeps of each record: three, or one in the small topology. */
    public int replicationFactor() {
        return Math.min(3, tier(Tier.KAFKA).size());
    }

    /** How many copies must be written before Kafka acknowledges. */
    public int minInSyncReplicas() {
        return Math.max(1, replicationFactor() - 1);
    }

    /** Every port that must be free before anything is started, with what it is for. */
    public List<NodeSpec> ports() {
        List<NodeSpec> all = new ArrayList<>(nodes);
        for (NodeSpec broker : tier(Tier.KAFKA)) {
            int port = broker.port() + CONTROLLER_OFFSET;
            all.add(
                    new NodeSpec(
                            broker.name() + " (controller)", Tier.KAFKA, broker.index(), port));
        }
        all.add(new NodeSpec("control port", Tier.EDGE, 1, CONTROL_PORT));
        all.add(new NodeSpec("console", Tier.EDGE, 1, CONSOLE_PORT));
        return all;
    }
}
