package io.everstore.catalog.facts;

import io.everstore.catalog.product.ProductFact;
import io.everstore.outbox.EventReader;
import io.everstore.outbox.MalformedEvent;
import io.everstore.outbox.ReceivedEvent;
import io.everstore.outbox.WholeTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads the product facts on a thread of its own and tells the listeners. Starts last, so that the
 * instance serves customers meanwhile; a Kafka that is away only means that nothing is heard.
 */
@Component
public final class FactFeed implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FactFeed.class);

    /** More than a poll and a batch take; what is read after that is of no use any more. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final ConsumerFactory<?, ?> consumers;
    private final EventReader reader;
    private final List<FactListener> listeners;
    private final FactFeedSettings settings;
    private volatile CountDownLatch stop = new CountDownLatch(0);
    private volatile boolean caughtUp;
    private volatile @Nullable WholeTopic topic;
    private @Nullable Thread thread;

    FactFeed(
            ConsumerFactory<?, ?> consumers,
            EventReader reader,
            ObjectProvider<FactListener> listeners,
            FactFeedSettings settings) {
        this.consumers = consumers;
        this.reader = reader;
        this.listeners = listeners.orderedStream().toList();
        this.settings = settings;
    }

    /** Whether the listeners have heard all facts that were there when this instance started. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            stop = new CountDownLatch(1);
            thread = Thread.ofPlatform().name("product-facts").daemon().start(this::run);
        }
    }

    @Override
    public synchronized void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        stop.countDown();
        WholeTopic open = topic;
        if (open != null) {
            open.wakeUp();
        }
        try {
            if (!running.join(STOP_TIMEOUT)) {
                running.interrupt();
            }
        } catch (InterruptedException _) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run() {
        boolean quiet = false;
        while (!isStopped(Duration.ZERO)) {
            try (var opened =
                    new WholeTopic(
                            consumers.getConfigurationProperties(),
                            ProductFact.TOPIC,
                            WholeTopic.Start.BEGINNING,
                            settings.batchSize(),
                            "product-facts")) {
                topic = opened;
                opened.open();
                quiet = false;
                follow(opened);
            } catch (KafkaException e) {
                if (!quiet && stop.getCount() > 0) {
                    log.warn("Product facts are not heard for now: {}", e.toString());
                }
                quiet = true;
                isStopped(settings.retryPause());
            } finally {
                topic = null;
            }
        }
    }

    private void follow(WholeTopic opened) {
        long heard = 0;
        long opening = System.nanoTime();
        boolean replaying = true;
        while (stop.getCount() > 0) {
            var records = opened.next();
            long before = System.nanoTime();
            List<ProductFact> facts = new ArrayList<>(records.count());
            records.forEach(record -> read(record, facts));
            tell(facts);
            heard += facts.size();
            if (replaying && opened.isReplayed()) {
                replaying = false;
                caughtUp = true;
                log.info("{} product facts known after {}", heard, since(opening));
            } else if (replaying) {
                rest(since(before));
            }
        }
    }

    /** After so much work so long a rest, that the rest of the instance gets its share. */
    private void rest(Duration work) {
        double nanos = work.toNanos() * (1 / settings.replayShare() - 1);
        isStopped(Duration.ofNanos((long) nanos));
    }

    /** What is no fact is left out here; the consumers with a group put it to the dead letters. */
    private void read(ConsumerRecord<String, byte[]> record, List<ProductFact> facts) {
        try {
            ReceivedEvent event = ReceivedEvent.from(record);
            if (event.type().equals(ProductFact.TYPE)) {
                facts.add(reader.read(event, ProductFact.class));
            }
        } catch (MalformedEvent malformed) {
            log.warn("A product fact is left out: {}", malformed.getMessage());
        }
    }

    private void tell(List<ProductFact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        for (FactListener listener : listeners) {
            try {
                listener.heard(facts);
            } catch (RuntimeException e) {
                log.error("{} product facts were not taken", facts.size(), e);
            }
        }
    }

    private boolean isStopped(Duration wait) {
        try {
            return stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
