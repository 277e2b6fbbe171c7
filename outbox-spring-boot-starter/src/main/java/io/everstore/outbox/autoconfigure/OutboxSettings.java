package io.everstore.outbox.autoconfigure;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the outbox is emptied.
 *
 * @param source CloudEvents source of this service's events; default {@code /} and {@code
 *     spring.application.name}
 * @param autoStart whether this instance relays and prunes at all; default true. Another instance
 *     of the same service relays what this one commits.
 * @param batchSize rows per round; default 500. Smaller costs throughput; larger keeps a
 *     transaction open longer and holds all its data in memory.
 * @param pollInterval how often an instance looks for rows that it was not told of, because the
 *     instance that committed them died; default 200 ms. Smaller costs queries, larger delays just
 *     those rows.
 * @param deliveryTimeout how long the producer tries before a round counts as failed; default 6 s,
 *     at least 3.1 s. Smaller fails in a change of partition leader that would have gone well (then
 *     sends again: receivers see duplicates); larger keeps the transaction open longer, and a
 *     frozen instance keeps the others waiting longer: it loses its turn 3 s after this.
 * @param maxBackOff the longest pause between two failed rounds; default 2 s, starting at 200 ms.
 *     Larger delays the first events after an outage, smaller costs CPU during it.
 */
@ConfigurationProperties("everstore.outbox")
record OutboxSettings(
        @Nullable String source,
        @DefaultValue("true") boolean autoStart,
        @DefaultValue("500") int batchSize,
        @DefaultValue("200ms") Duration pollInterval,
        @DefaultValue("6s") Duration deliveryTimeout,
        @DefaultValue("2s") Duration maxBackOff) {

    /** One request, or the wait for metadata, is given up after this; a delivery outlasts it. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

    OutboxSettings {
        if (batchSize < 1 || batchSize > 10_000) {
            throw new IllegalArgumentException(
                    "everstore.outbox.batch-size must be 1 to 10000, not " + batchSize);
        }
        if (deliveryTimeout.compareTo(REQUEST_TIMEOUT.plusMillis(100)) < 0) {
            throw new IllegalArgumentException(
                    "everstore.outbox.delivery-timeout must be at least 3.1 s, not "
                            + deliveryTimeout);
        }
    }

    /** Every send has succeeded or failed by then, as the producer gives up before. */
    Duration acknowledgementTimeout() {
        return deliveryTimeout.plusSeconds(1);
    }

    /** PostgreSQL ends the transaction of a relay that is frozen for longer. */
    Duration idleTransactionTimeout() {
        return deliveryTimeout.plusSeconds(3);
    }

    Map<String, Object> producerConfiguration() {
        return Map.of(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                StringSerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                1,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                REQUEST_TIMEOUT.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) REQUEST_TIMEOUT.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) deliveryTimeout.toMillis());
    }
}
