package io.everstore.order.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** The pace of retries, and the meters. */
@Configuration(proxyBeanMethods = false)
class IntakeWiring {

    /**
     * Other events may wait up to 5 s after an outage; a customer waits for this one. Everything
     * else stays as in the outbox starter: retried for ever, dead letters for poison only.
     */
    @Bean
    SmartInitializingSingleton intakePace(CommonErrorHandler errors, IntakeSettings settings) {
        var pace =
                new FixedBackOff(settings.retryPause().toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS);
        return () ->
                ((DefaultErrorHandler) errors)
                        .setBackOffFunction(
                                (record, _) ->
                                        record.topic().equals(QueuedOrder.TOPIC) ? pace : null);
    }

    @Bean
    MeterBinder intakeMeters(Board board, Clock clock) {
        return meters -> {
            Gauge.builder("everstore.intake.backlog", board, Board::size)
                    .description("orders that were queued and are not placed yet")
                    .baseUnit("orders")
                    .register(meters);
            TimeGauge.builder(
                            "everstore.intake.age",
                            board,
                            TimeUnit.SECONDS,
                            waiting ->
                                    waiting.oldest()
                                                    .map(
                                                            since ->
                                                                    Duration.between(
                                                                            since, clock.instant()))
                                                    .orElse(Duration.ZERO)
                                                    .toMillis()
                                            / 1e3)
                    .description("how long the oldest of them waits")
                    .register(meters);
        };
    }
}
