package io.everstore.catalog.reservation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** Looks for expired reservations from time to time. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ExpirySchedule implements SchedulingConfigurer {

    private static final Logger log = LoggerFactory.getLogger(ExpirySchedule.class);

    private final ExpireReservations expire;
    private final ReservationSettings settings;

    ExpirySchedule(ExpireReservations expire, ReservationSettings settings) {
        this.expire = expire;
        this.settings = settings;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(
                new FixedDelayTask(this::askAboutAll, settings.interval(), settings.interval()));
    }

    private void askAboutAll() {
        try {
            int asked;
            do {
                asked = expire.askAboutSome();
                if (asked > 0) {
                    log.warn("{} orders hold stock for too long: asked what became of them", asked);
                }
            } while (asked == settings.batch());
        } catch (RuntimeException databaseAway) {
            log.info("Expired reservations are looked for later: {}", databaseAway.toString());
        }
    }
}
