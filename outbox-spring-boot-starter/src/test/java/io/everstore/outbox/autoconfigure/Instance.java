package io.everstore.outbox.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import io.everstore.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** One running instance of a service, reduced to its outbox. */
final class Instance implements AutoCloseable {

    static final int BATCH = 50;

    final HikariDataSource dataSource = new HikariDataSource();
    final TransactionTemplate transactions;
    final JdbcTemplate jdbc;
    final Outbox outbox;
    final PendingEvents pending;
    final OutboxRelay relay;
    final MeterRegistry meters = new SimpleMeterRegistry();
    private final RelayLoop loop;

    Instance(String url, String kafka, Duration pollInterval) {
        this(url, kafka, pollInterval, BATCH);
    }

    Instance(String url, String kafka, Duration pollInterval, int batch) {
        dataSource.setJdbcUrl(url);
        dataSource.setMaximumPoolSize(20);
        jdbc = new JdbcTemplate(dataSource);
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        var settings =
                new OutboxSettings(
                        null,
                        true,
                        batch,
                        pollInterval,
                        Duration.ofMillis(3_100),
                        Duration.ofMillis(500));
        pending = new PendingEvents(jdbc, batch, settings.idleTransactionTimeout());
        var producers =
                new DefaultKafkaProducerFactory<>(
                        Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka));
        relay =
                new OutboxRelay(
                        pending,
                        transactions,
                        EventSender.with(producers, settings, TracerProvider.noop().get("test")),
                        new RelayMeters(meters, Clock.systemUTC()));
        loop = new RelayLoop(relay, settings);
        outbox =
                new Outbox(
                        jdbc,
                        JsonMapper.shared(),
                        "/test",
                        Clock.systemUTC(),
                        UUID::randomUUID,
                        loop::nudge);
    }

    static void migrate(String url) {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/outbox")
                .load()
                .migrate();
    }

    Instance start() {
        loop.start();
        return this;
    }

    void commit(String topic, String key, Object data) {
        transactions.executeWithoutResult(_ -> outbox.append(topic, key, "test.v1", data));
    }

    long rows() {
        return jdbc.queryForObject("select count(*) from outbox", Long.class);
    }

    @Override
    public void close() {
        loop.stop();
        relay.close();
        dataSource.close();
    }
}
