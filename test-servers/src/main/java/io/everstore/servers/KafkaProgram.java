package io.everstore.servers;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

record KafkaProgram(EmbeddedKafkaBroker broker) implements KafkaBroker {

    static KafkaBroker start(Map<String, String> settings) {
        EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperties(settings);
        broker.afterPropertiesSet();
        return new KafkaProgram(broker);
    }

    @Override
    public String address() {
        return broker.getBrokersAsString();
    }

    @Override
    public void create(int partitions, List<String> topics) {
        broker.addTopics(
                topics.stream()
                        .map(topic -> new NewTopic(topic, partitions, (short) 1))
                        .toArray(NewTopic[]::new));
    }
}
