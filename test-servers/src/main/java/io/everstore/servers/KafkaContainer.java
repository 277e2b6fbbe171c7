package io.everstore.servers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/** Its image makes a configuration of its environment. */
record KafkaContainer(String address) implements KafkaBroker {

    /** Sixteen bytes, as Kafka writes them: EverstoreTesting. */
    private static final String CLUSTER = "RXZlcnN0b3JlVGVzdGluZw";

    static Optional<KafkaBroker> start(Map<String, String> settings) {
        return Engine.container("KAFKA_IMAGE", "")
                .map(
                        container -> {
                            String own = "127.0.0.1:" + FreePort.find();
                            String controller = "127.0.0.1:" + FreePort.find();
                            Map<String, String> all = new TreeMap<>();
                            all.put("node.id", "1");
                            all.put("process.roles", "broker,controller");
                            all.put(
                                    "listeners",
                                    "PLAINTEXT://" + own + ",CONTROLLER://" + controller);
                            all.put("advertised.listeners", "PLAINTEXT://" + own);
                            all.put("controller.listener.names", "CONTROLLER");
                            all.put(
                                    "listener.security.protocol.map",
                                    "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
                            all.put("controller.quorum.voters", "1@" + controller);
                            all.put("log.dirs", "/tmp/kafka");
                            all.put("offsets.topic.replication.factor", "1");
                            all.put("transaction.state.log.replication.factor", "1");
                            all.put("transaction.state.log.min.isr", "1");
                            all.put("group.initial.rebalance.delay.ms", "0");
                            all.putAll(settings);
                            all.forEach((name, value) -> container.withEnv(variable(name), value));
                            container.withEnv("CLUSTER_ID", CLUSTER);
                            container.start();
                            var broker = new KafkaContainer(own);
                            broker.ask(Admin::describeCluster, DescribeClusterResult::clusterId);
                            return broker;
                        });
    }

    private static String variable(String setting) {
        return "KAFKA_" + setting.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public void create(int partitions, List<String> topics) {
        var created =
                topics.stream().map(topic -> new NewTopic(topic, partitions, (short) 1)).toList();
        ask(admin -> admin.createTopics(created), CreateTopicsResult::all);
    }

    /** Waits up to a minute for the broker, as clients do by default. */
    private <R> void ask(Function<Admin, R> question, Function<R, KafkaFuture<?>> answer) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            answer.apply(question.apply(admin)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker at " + address + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
