package io.everstore.servers;

import java.util.List;
import java.util.Map;

/** One Kafka broker on 127.0.0.1, which is its own controller, until the tests are over. */
public interface KafkaBroker {

    /**
     * Starts one.
     *
     * @param settings of its configuration, for example {@code auto.create.topics.enable=false}
     * @param partitions of each topic
     */
    static KafkaBroker start(Map<String, String> settings, int partitions, String... topics) {
        KafkaBroker broker =
                KafkaContainer.start(settings).orElseGet(() -> KafkaProgram.start(settings));
        broker.create(partitions, List.of(topics));
        return broker;
    }

    /** As clients write it: {@code 127.0.0.1:9092}. */
    String address();

    /** Creates topics with one replica, and waits until they are there. */
    void create(int partitions, List<String> topics);
}
