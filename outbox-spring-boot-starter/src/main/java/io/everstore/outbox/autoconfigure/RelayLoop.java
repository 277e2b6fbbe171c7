package io.everstore.outbox.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps one relay going on a thread of its own. A commit of this instance is sent at once, without
 * a look at the outbox, and does not wake the relays of other instances. When nothing was committed
 * here for a poll interval, it looks for what another instance left behind.
 *
 * <p>A row that is committed while another instance's relay sends its topic is waited for here and
 * not there: that relay does not look again.
 */
final class RelayLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RelayLoop.class);
    private static final long FIRST_BACK_OFF_MILLIS = 200;

    /** Together longer than a usual round of another relay, and shorter than anyone notices. */
    private static final long PAUSE_AT_OTHERS_TURN_MILLIS = 15;

    private static final int ATTEMPTS_AT_OTHERS_TURN = 12;

    private final OutboxRelay relay;
    private final OutboxSettings settings;
    private final Semaphore nudges = new Semaphore(0);
    private volatile CountDownLatch stop = new CountDownLatch(0);
    private final Interruptions interruptions = new Interruptions();
    private @Nullable Thread thread;

    RelayLoop(OutboxRelay relay, OutboxSettings settings) {
        this.relay = relay;
        this.settings = settings;
    }

    /** Says that something was committed here. Returns at once. */
    void nudge() {
        nudges.release();
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            stop = new CountDownLatch(1);
            thread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::run);
        }
    }

    /** Sends what was committed before, and waits for that no longer than one round may take. */
    @Override
    public synchronized void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        stop.countDown();
        nudge();
        try {
            if (!running.join(settings.idleTransactionTimeout())) {
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

    @Override
    public boolean isAutoStartup() {
        return settings.autoStart();
    }

    /** Low, so that it stops after the web server and the listeners, whose events it sends. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void run() {
        long pollMillis = settings.pollInterval().toMillis();
        try {
            do {
                boolean committedHere = nudges.tryAcquire(pollMillis, TimeUnit.MILLISECONDS);
                nudges.drainPermits();
                relayAll(committedHere ? relay.relayCommitted() : relay.relay());
            } while (!stop.await(0, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            log.debug("The relay was interrupted; its rows stay for the next one");
        } finally {
            relay.close();
        }
    }

    /** Goes on from the first round until nothing is left, or others send it. */
    private void relayAll(Round first) throws InterruptedException {
        Round round = first;
        long backOff = FIRST_BACK_OFF_MILLIS;
        int othersTurns = 0;
        while (true) {
            long pause = 0;
            switch (round) {
                case Round.Empty() -> {
                    interruptions.nothingWaits();
                    return;
                }
                case Round.OthersTurn() -> {
                    if (++othersTurns == ATTEMPTS_AT_OTHERS_TURN) {
                        return;
                    }
                    pause = PAUSE_AT_OTHERS_TURN_MILLIS;
                }
                case Round.Failed failed -> {
                    interruptions.failed(failed);
                    pause = backOff;
                    backOff = Math.min(2 * backOff, settings.maxBackOff().toMillis());
                }
                case Round.Sent(String topic, boolean more) -> {
                    if (!more) {
                        interruptions.nothingWaits();
                        return;
                    }
                    interruptions.sent(topic);
                    backOff = FIRST_BACK_OFF_MILLIS;
                }
            }
            if (stop.await(pause, TimeUnit.MILLISECONDS)) {
                return;
            }
            round = relay.relay();
        }
    }
}
