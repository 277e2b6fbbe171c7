package io.everstore.chaos.targets;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.chaos.fault.Link;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Proxies between the tiers, in this process. The nodes on the near side of a link are restarted
 * with the proxies' addresses, which are those of the real nodes plus an offset, and with their own
 * again when it is over.
 */
final class Links implements AutoCloseable {

    private static final Map<Link, String> SETTINGS =
            Map.of(
                    Link.GATEWAY_CATALOG, "CATALOG_INSTANCES",
                    Link.GATEWAY_ORDER, "ORDER_INSTANCES",
                    Link.ORDER_POSTGRES, "POSTGRES_HOSTS",
                    Link.CATALOG_POSTGRES, "POSTGRES_HOSTS",
                    Link.CATALOG_REDIS, "REDIS_SENTINELS");

    /** As many digits as the real port has, or the length of what a Sentinel says would change. */
    private static final int OFFSET = 1000;

    private final Topology topology;
    private final Map<Link, List<LinkProxy>> proxies = new EnumMap<>(Link.class);

    Links(Topology topology) {
        this.topology = topology;
    }

    /**
     * Opens the proxies of links; returns by node the settings with which it is to be restarted.
     */
    Map<String, Map<String, String>> hold(Set<Link> wanted) {
        Map<String, Map<String, String>> settings = new TreeMap<>();
        for (Link link : wanted) {
            if (proxies.containsKey(link)) {
                continue;
            }
            proxies.put(link, open(link));
            String addresses =
                    proxies.get(link).stream()
                            .filter(proxy -> proxy.isFor(entrance(link)))
                            .map(LinkProxy::address)
                            .collect(Collectors.joining(","));
            for (NodeSpec node : topology.tier(tier(link.from()))) {
                settings.computeIfAbsent(node.name(), _ -> new TreeMap<>())
                        .put(SETTINGS.getOrDefault(link, ""), addresses);
            }
        }
        return settings;
    }

    /** Whom the near side asks first: Redis is found through its Sentinels. */
    private static Tier entrance(Link link) {
        return link == Link.CATALOG_REDIS ? Tier.SENTINEL : tier(link.to());
    }

    /** Two links end at the same database servers. */
    private static int offset(Link link) {
        return link == Link.CATALOG_POSTGRES ? 2 * OFFSET : OFFSET;
    }

    private static Tier tier(String label) {
        return Tier.valueOf(label.toUpperCase(Locale.ROOT));
    }

    private List<LinkProxy> open(Link link) {
        List<LinkProxy> opened = new ArrayList<>();
        for (NodeSpec node : topology.tier(tier(link.to()))) {
            opened.add(new LinkProxy(node, offset(link), Map.of()));
        }
        if (link == Link.CATALOG_REDIS) {
            // What the Sentinels say of the servers' ports must lead through the proxies as well.
            Map<String, String> ports =
                    opened.stream().collect(Collectors.toMap(LinkProxy::realPort, LinkProxy::port));
            for (NodeSpec node : topology.tier(Tier.SENTINEL)) {
                opened.add(new LinkProxy(node, offset(link), ports));
            }
        }
        return opened;
    }

    /** Returns what ends it. */
    Runnable disturb(Link link, Disturbance how) {
        List<LinkProxy> held = proxies.getOrDefault(link, List.of());
        if (held.isEmpty()) {
            throw new IllegalStateException("the link %s is not held".formatted(link));
        }
        held.forEach(proxy -> proxy.disturb(how));
        return () -> held.forEach(LinkProxy::heal);
    }

    @Override
    public void close() {
        proxies.values().forEach(all -> all.forEach(LinkProxy::close));
        proxies.clear();
    }
}
