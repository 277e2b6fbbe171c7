package io.everstore.order.live;

import static io.everstore.order.lifecycle.OrderEvents.TOPIC;

import io.everstore.outbox.WholeTopic;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
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

    /** Keys of orders, which cost nothing. */
    private static final int BATCH_SIZE = 500;

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    /**
     * News of this time are heard together. Each alone would be a fetch by each instance, more than
     * all else that brokers do for an order; nobody sees a status change a tenth of a second later.
     */
    private static final Duration GATHERING = Duration.ofMillis(100);

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
            try (var news =
                    new WholeTopic(
                            consumers.getConfigurationProperties(),
                            TOPIC,
                            WholeTopic.Start.END,
                            BATCH_SIZE,
                            "live-status")) {
                news.open();
                quiet = false;
                do {
                    news.next().forEach(this::wake);
                } while (!isStopped(stop, GATHERING));
            } catch (KafkaException e) {
                if (!quiet && stop.getCount() > 0) {
                    log.warn("News of orders are not heard for now: {}", e.toString());
                }
                quiet = true;
                isStopped(stop, RETRY_PAUSE);
            }
        }
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
