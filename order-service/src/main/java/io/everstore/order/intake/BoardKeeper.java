package io.everstore.order.intake;

import io.everstore.outbox.EventReader;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the board up to date on a thread of its own. Whoever is about to say "there is no such
 * order" first has it catch up with the topic: the order may have been queued by another instance a
 * millisecond ago.
 */
@Component
class BoardKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BoardKeeper.class);
    private static final Duration ROUND = Duration.ofMillis(500);

    /**
     * How long a broker may think about a fetch. It answers one request of a connection after the
     * other, so a question waits for that as well: this must be well below {@link
     * IntakeSettings#catchUp}. Lower values cost more fetches while nothing happens.
     */
    private static final Duration FETCH = Duration.ofMillis(100);

    private final ConsumerFactory<String, byte[]> consumers;
    private final EventReader events;
    private final Board board;
    private final IntakeSettings settings;
    private final LongSupplier nanoTime;
    private final Questions questions = new Questions();
    private CountDownLatch stopping = new CountDownLatch(0);
    private @Nullable Thread thread;
    private volatile @Nullable Consumer<?, ?> listening;

    @SuppressWarnings("unchecked") // the outbox starter sets these deserializers
    BoardKeeper(
            ConsumerFactory<?, ?> consumers,
            EventReader events,
            Board board,
            IntakeSettings settings,
            LongSupplier nanoTime) {
        this.consumers = (ConsumerFactory<String, byte[]>) consumers;
        this.events = events;
        this.board = board;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Hears of everything that was queued until now; false if that is not possible in time. */
    boolean catchUp() {
        return questions.ask(settings.catchUp(), this::wake);
    }

    private void wake() {
        Consumer<?, ?> idle = listening;
        if (idle != null) {
            idle.wakeup();
        }
    }

    private void keep(CountDownLatch until) {
        while (until.getCount() > 0) {
            try (Consumer<String, byte[]> consumer =
                    consumers.createConsumer(
                            IntakeListener.GROUP, null, "-board", quickFetches())) {
                board.clear();
                var reader = new BoardReader(consumer, events, board, nanoTime, settings.catchUp());
                while (until.getCount() > 0) {
                    round(consumer, reader, until);
                }
            } catch (KafkaException notNow) {
                log.debug("The board is not kept", notNow);
                questions.answer(() -> false);
                pause(until);
            }
        }
    }

    private static Properties quickFetches() {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) FETCH.toMillis());
        return properties;
    }

    private void round(Consumer<?, ?> consumer, BoardReader reader, CountDownLatch until) {
        try {
            listen(consumer, reader, until);
            if (questions.needAnswer()) {
                questions.answer(reader::catchUp);
            }
            reader.forgetPlaced();
        } catch (WakeupException _) {
            log.trace("somebody asks");
        }
    }

    /** Only here it may be woken, and only when there is nothing to do. */
    private void listen(Consumer<?, ?> consumer, BoardReader reader, CountDownLatch until) {
        try {
            listening = consumer;
            if (questions.isEmpty() && board.isFull()) {
                pause(until);
            } else if (questions.isEmpty()) {
                reader.hear(ROUND);
            }
        } finally {
            listening = null;
        }
    }

    private static void pause(CountDownLatch until) {
        try {
            until.await(ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void start() {
        CountDownLatch until = new CountDownLatch(1);
        stopping = until;
        thread = Thread.ofPlatform().name("intake-board").daemon().start(() -> keep(until));
    }

    @Override
    public synchronized void stop() {
        stopping.countDown();
        Thread running = thread;
        thread = null;
        if (running != null) {
            try {
                running.join(Duration.ofSeconds(2));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public boolean isAutoStartup() {
        return settings.autoStart();
    }
}
