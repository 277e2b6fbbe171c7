package io.everstore.local.node;

import io.everstore.local.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** The shop's topics: one for each kind of event, and one for the dead letters of each. */
public final class Topics {

    /** Two for each of three instances; more cannot be added later without moving keys. */
    private static final int PARTITIONS = 6;

    private static final List<String> NAMES =
            List.of("catalog.products", "catalog.stock", "orders.events", "orders.intake");

    private Topics() {}

    /**
     * Creates the topics that do not exist yet, on brokers that run elsewhere.
     *
     * @param bootstrap addresses of brokers, comma-separated
     * @param transport what they speak
     * @param copies of each record; as many brokers must be there
     * @param patience for brokers that are just starting
     * @throws IllegalStateException if a topic is still not there in the end
     */
    public static void create(
            String bootstrap, Transport transport, short copies, Duration patience) {
        try (Admin admin =
                Admin.create(
                        transport.kafka(
                                bootstrap,
                                Map.of(
                                        AdminClientConfig.CLIENT_ID_CONFIG,
                                        "topics",
                                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                        Long.toString(patience.toMillis()))))) {
            create(admin, copies);
        }
    }

    /** The same with a connection that is there. */
    static void create(Admin admin, short copies) {
        List<NewTopic> topics = new ArrayList<>();
        for (String name : NAMES) {
            NewTopic topic = new NewTopic(name, PARTITIONS, copies);
            boolean isCompacted = name.equals("catalog.products");
            topics.add(isCompacted ? topic.configs(Map.of("cleanup.policy", "compact")) : topic);
            topics.add(new NewTopic(name + ".dlt", PARTITIONS, copies));
        }
        admin.createTopics(topics).values().values().forEach(Topics::awaitCreated);
    }

    private static void awaitCreated(KafkaFuture<Void> result) {
        try {
            result.get(90, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("Kafka did not create a topic", e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not create the topics within 90 s", e);
        }
    }
}
