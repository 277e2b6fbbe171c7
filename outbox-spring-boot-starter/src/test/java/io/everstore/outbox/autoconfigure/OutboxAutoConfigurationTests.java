package io.everstore.outbox.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.outbox.EventReader;
import io.everstore.outbox.Inbox;
import io.everstore.outbox.Outbox;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.CommonLoggingErrorHandler;
import tools.jackson.databind.json.JsonMapper;

class OutboxAutoConfigurationTests {

    /** Nothing listens there: a start must not need the database or Kafka. */
    private final ApplicationContextRunner application =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    JacksonAutoConfiguration.class,
                                    DataSourceAutoConfiguration.class,
                                    KafkaAutoConfiguration.class,
                                    OutboxAutoConfiguration.class))
                    .withInitializer(
                            context ->
                                    new KafkaDefaults()
                                            .postProcessEnvironment(
                                                    context.getEnvironment(),
                                                    new org.springframework.boot
                                                            .SpringApplication()))
                    .withPropertyValues(
                            "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                            "spring.datasource.hikari.connection-timeout=250",
                            "spring.kafka.bootstrap-servers=127.0.0.1:1");

    @Test
    void startsWithoutDatabaseAndKafka() {
        application.run(
                context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).hasSingleBean(Outbox.class).hasSingleBean(Inbox.class);
                    assertThat(context.getBean(RelayLoop.class).isRunning()).isTrue();
                });
    }

    @Test
    void leavesBootsTemplateTheOnlyCandidate() {
        application.run(
                context ->
                        assertThat(context.getBeanProvider(KafkaTemplate.class).getIfUnique())
                                .isSameAs(context.getBean("kafkaTemplate")));
    }

    @Test
    void backsOffFromWhatTheServiceBrings() {
        var ownHandler = new CommonLoggingErrorHandler();
        var ownReader = new EventReader(JsonMapper.shared());
        application
                .withBean(CommonErrorHandler.class, () -> ownHandler)
                .withBean(EventReader.class, () -> ownReader)
                .run(
                        context -> {
                            assertThat(context.getBean(CommonErrorHandler.class))
                                    .isSameAs(ownHandler);
                            assertThat(context.getBean(EventReader.class)).isSameAs(ownReader);
                        });
    }

    @Test
    void doesNotRelayWhereItIsSwitchedOff() {
        application
                .withPropertyValues("everstore.outbox.auto-start=false")
                .run(context -> assertThat(context.getBean(RelayLoop.class).isRunning()).isFalse());
    }

    @Test
    void defaultsGiveWayToTheServicesOwnValues() {
        application
                .withPropertyValues("spring.kafka.producer.properties[max.block.ms]=700")
                .run(
                        context -> {
                            ProducerFactory<?, ?> producers =
                                    context.getBean(ProducerFactory.class);
                            assertThat(producers.getConfigurationProperties())
                                    .containsEntry("max.block.ms", "700")
                                    .containsEntry("request.timeout.ms", "3000")
                                    .containsEntry("acks", "all");
                        });
    }

    @Test
    void refusesSettingsThatCannotWork() {
        application
                .withPropertyValues("everstore.outbox.delivery-timeout=1s")
                .run(context -> assertThat(context).hasFailed());
        application
                .withPropertyValues("everstore.outbox.batch-size=0")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void givesAFrozenRelayUpOnlyAfterAHealthyOneWouldBeDone() {
        var settings =
                new OutboxSettings(
                        null, true, 1, Duration.ZERO, Duration.ofSeconds(6), Duration.ZERO);

        assertThat(settings.acknowledgementTimeout()).isGreaterThan(settings.deliveryTimeout());
        assertThat(settings.idleTransactionTimeout())
                .isGreaterThan(settings.acknowledgementTimeout());
    }
}
