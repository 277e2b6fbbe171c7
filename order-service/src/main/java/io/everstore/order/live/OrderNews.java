package io.everstore.order.live;

import static io.everstore.order.lifecycle.OrderEvents.TOPIC;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Hears on every instance, without a consumer group, which orders something happened to. It only
 * wakes the {@link StatusReader}; what happened is read from the database, so nothing is lost if
 * news are lost, late or double.
 */
@Component
class OrderNews implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OrderNews.class);

    /** Brokers that are there answer in milliseconds; those that are not are asked again. */
    private static final Duration API_TIMEOUT = Duration.ofSeconds(5);

    /** Only how often the thread looks up; news end the wait. */
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final ConsumerFactory<?, ?> consumers;
    private final StatusReader reader;
    private @Nullable CountDownLatch running;

    OrderNews(ConsumerFactory<?, ?> consumers, StatusReader reader) {
        this.consumers = consumers;
        this.reader = reader;
    }

    private void run(CountDownLatch stop) {
        boolean quiet = false;
        while (!isStopped(stop, Duration.ZERO)) {
            try (var consumer = consumer()) {
                beginWithWhatIsNew(consumer);
                quiet = false;
                while (stop.getCount() > 0) {
                    consumer.poll(POLL_TIMEOUT).forEach(this::wake);
                }
            } catch (KafkaException e) {
                if (!quiet && stop.getCount() > 0) {
                    log.warn("News of orders are not heard for now: {}", e.toString());
                }
                quiet = true;
                isStopped(stop, RETRY_PAUSE);
            }
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> own = new HashMap<>(consumers.getConfigurationProperties());
        own.remove(ConsumerConfig.GROUP_ID_CONFIG);
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        own.compute(ConsumerConfig.CLIENT_ID_CONFIG, (_, id) -> id + "-live-status");
        return new KafkaConsumer<>(own, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static void beginWithWhatIsNew(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(TOPIC, API_TIMEOUT).stream()
                        .map(found -> new TopicPartition(found.topic(), found.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + TOPIC);
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
    }

    private void wake(ConsumerRecord<String, byte[]> news) {
        if (news.key() == null) {
            return;
        }
        try {
            reader.wakeFor(UUID.fromString(news.key()));
        } catch (IllegalArgumentException _) {
            log.debug("A key of {} is no order: {}", TOPIC, news.key());
        }
    }

    private static boolean isStopped(CountDownLatch stop, Duration wait) {
        try {
            return stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            var stop = new CountDownLatch(1);
            running = stop;
            Thread.ofPlatform().name("order-news").daemon().start(() -> run(stop));
        }
    }

    /** The thread ends with the poll it is in; nobody has to wait for it. */
    @Override
    public synchronized void stop() {
        if (running != null) {
            running.countDown();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}
