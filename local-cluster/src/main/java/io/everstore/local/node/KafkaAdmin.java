package io.everstore.local.node;

import io.everstore.local.probe.Await;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;

/** Asks the brokers who is there and who leads, once a second, and makes the shop's topics. */
public final class KafkaAdmin implements AutoCloseable {

    private record View(Set<Integer> brokers, int leader) {}

    private final Topology topology;
    private final Transport transport;
    private volatile View view = new View(Set.of(), -1);
    private volatile boolean isClosed;

    /** Begins to ask. */
    public KafkaAdmin(Topology topology, Transport transport) {
        this.topology = topology;
        this.transport = transport;
        Thread.ofPlatform().name("kafka-admin").daemon().start(this::watch);
    }

    boolean isBroker(int id) {
        return view.brokers().contains(id);
    }

    /** Leader or follower of the controllers; empty for a broker that is not there. */
    public Optional<String> role(int id) {
        View seen = view;
        return seen.brokers().contains(id)
                ? Optional.of(seen.leader() == id ? "leader" : "follower")
                : Optional.empty();
    }

    private Admin connect() {
        return Admin.create(
                transport.kafka(
                        topology.addresses(Tier.KAFKA),
                        Map.of(
                                AdminClientConfig.CLIENT_ID_CONFIG,
                                "launcher",
                                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                "1500",
                                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                "2000",
                                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                                "250")));
    }

    private void watch() {
        try (Admin admin = connect()) {
            while (!isClosed) {
                view = look(admin);
                Await.pause(
                        Duration.ofMillis(
                                view.brokers().size() == topology.tier(Tier.KAFKA).size()
                                        ? 1000
                                        : 250));
            }
        }
    }

    private static View look(Admin admin) {
        try {
            Set<Integer> brokers =
                    admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).stream()
                            .map(Node::id)
                            .collect(Collectors.toUnmodifiableSet());
            int leader =
                    admin.describeMetadataQuorum().quorumInfo().get(2, TimeUnit.SECONDS).leaderId();
            return new View(brokers, leader);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new View(Set.of(), -1);
        } catch (ExecutionException | TimeoutException e) {
            return new View(Set.of(), -1);
        }
    }

    /** Creates the topics that do not exist yet; every broker must be there. */
    void createTopics() {
        try (Admin admin = connect()) {
            Topics.create(admin, (short) topology.replicationFactor());
        }
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
