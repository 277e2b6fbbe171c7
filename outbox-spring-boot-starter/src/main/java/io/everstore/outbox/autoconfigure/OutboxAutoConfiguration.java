package io.everstore.outbox.autoconfigure;

import io.everstore.outbox.EventReader;
import io.everstore.outbox.Inbox;
import io.everstore.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Outbox, inbox, relay and the error handling of listeners. */
@AutoConfiguration(
        after = {
            DataSourceAutoConfiguration.class,
            JacksonAutoConfiguration.class,
            KafkaAutoConfiguration.class
        })
@EnableConfigurationProperties({OutboxSettings.class, InboxSettings.class})
public final class OutboxAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(DataSource.class)
    Outbox outbox(
            DataSource dataSource,
            JsonMapper json,
            OutboxSettings settings,
            Environment environment,
            RelayLoop relay) {
        String source =
                Objects.requireNonNullElseGet(
                        settings.source(),
                        () -> "/" + environment.getProperty("spring.application.name", "unnamed"));
        return new Outbox(
                new JdbcTemplate(dataSource),
                json,
                source,
                Clock.systemUTC(),
                UUID::randomUUID,
                relay::nudge);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(DataSource.class)
    Inbox inbox(DataSource dataSource, ObjectProvider<MeterRegistry> meters) {
        return new Inbox(new JdbcTemplate(dataSource), orNone(meters));
    }

    @Bean
    @ConditionalOnMissingBean
    EventReader eventReader(JsonMapper json) {
        return new EventReader(json);
    }

    @Bean
    @ConditionalOnSingleCandidate(DataSource.class)
    RelayLoop outboxRelay(
            DataSource dataSource,
            ProducerFactory<?, ?> producers,
            OutboxSettings settings,
            ObjectProvider<MeterRegistry> meters,
            ObjectProvider<Tracer> tracer) {
        var pending =
                new PendingEvents(
                        new JdbcTemplate(dataSource),
                        settings.batchSize(),
                        settings.idleTransactionTimeout());
        // Its own, so that it is plain JDBC also in a service that uses JPA.
        var transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        var sender = EventSender.with(producers, settings, orNoop(tracer));
        var relayMeters = new RelayMeters(orNone(meters), Clock.systemUTC());
        return new RelayLoop(new OutboxRelay(pending, transactions, sender, relayMeters), settings);
    }

    @Bean
    @ConditionalOnSingleCandidate(DataSource.class)
    Housekeeping outboxHousekeeping(
            DataSource dataSource,
            OutboxSettings outbox,
            InboxSettings inbox,
            ObjectProvider<MeterRegistry> meters) {
        var jdbc = new JdbcTemplate(dataSource);
        var clock = Clock.systemUTC();
        return new Housekeeping(
                new Backlog(jdbc, clock, orNone(meters)),
                new InboxPruning(jdbc, inbox.retention(), clock, orNone(meters)),
                outbox.autoStart());
    }

    /**
     * No candidate for injection elsewhere, so that Boot and the service keep their own template.
     */
    @Bean(defaultCandidate = false)
    @SuppressWarnings("unchecked") // the serializers are overridden to fit
    KafkaTemplate<String, byte[]> deadLetterTemplate(ProducerFactory<?, ?> producers) {
        return new KafkaTemplate<>(
                (ProducerFactory<String, byte[]>) producers,
                Map.of(
                        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                        StringSerializer.class,
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                        ByteArraySerializer.class));
    }

    @Bean
    DeadLetters deadLetters(
            @Qualifier("deadLetterTemplate") KafkaTemplate<String, byte[]> kafka,
            ObjectProvider<MeterRegistry> meters) {
        return new DeadLetters(kafka, orNone(meters));
    }

    @Bean
    @ConditionalOnMissingBean(CommonErrorHandler.class)
    CommonErrorHandler listenerErrorHandler(
            DeadLetters deadLetters, ObjectProvider<MeterRegistry> meters) {
        return ListenerErrors.handler(deadLetters, orNone(meters));
    }

    /** A service that handles errors in its own way does so with poison, too. */
    @Bean
    @ConditionalOnBean(name = "listenerErrorHandler")
    @ConditionalOnMissingBean(ContainerCustomizer.class)
    ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>>
            poisonMovesAside(DeadLetters deadLetters) {
        return container -> container.getContainerProperties().setAdviceChain(deadLetters);
    }

    @Bean
    @ConditionalOnMissingBean(RecordInterceptor.class)
    ConsumerSpans consumerSpans(ObjectProvider<Tracer> tracer) {
        return new ConsumerSpans(orNoop(tracer));
    }

    /** Records nothing, but goes on with what others have begun. */
    private static Tracer orNoop(ObjectProvider<Tracer> tracer) {
        return tracer.getIfAvailable(() -> TracerProvider.noop().get("outbox"));
    }

    /** A service without metrics counts for nobody. */
    private static MeterRegistry orNone(ObjectProvider<MeterRegistry> meters) {
        return meters.getIfAvailable(CompositeMeterRegistry::new);
    }
}
