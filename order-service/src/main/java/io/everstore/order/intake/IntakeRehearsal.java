package io.everstore.order.intake;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Sends the intake records that mean nothing, from the start of the instance on and every few
 * minutes: the first order of an outage has what is left of its 1.5 s, and finds connections to all
 * leaders. Without, one was seen to have no time left (docs/compose.md).
 */
@Component
class IntakeRehearsal implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(IntakeRehearsal.class);

    /** Until it has succeeded. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final KafkaIntake intake;
    private final IntakeSettings settings;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("intake-rehearsal").daemon().factory());

    IntakeRehearsal(KafkaIntake intake, IntakeSettings settings) {
        this.intake = intake;
        this.settings = settings;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (settings.autoStart()) {
            next(Duration.ZERO);
        }
    }

    /** Whatever happens, there is a next one. */
    private void rehearse() {
        Duration pause = AGAIN;
        try {
            if (intake.rehearse()) {
                pause = settings.rehearsal();
            }
        } catch (RuntimeException unexpected) {
            log.warn("The rehearsal of the intake failed, and is tried again", unexpected);
        } finally {
            next(pause);
        }
    }

    private void next(Duration pause) {
        var _ = thread.schedule(this::rehearse, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
