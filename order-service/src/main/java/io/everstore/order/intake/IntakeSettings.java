package io.everstore.order.intake;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How orders are queued and shown while the database is away.
 *
 * @param sendTimeout how long the brokers are asked to store an order, after which it is given up;
 *     default 700 ms, after up to 800 ms for the database. Shorter, and the election of a new
 *     leader shows as an error; longer, and an order is stored that was answered with 503.
 * @param requestTimeout for one request to a broker; default 400 ms, so that there is time to ask
 *     another one. Shorter gives up brokers that are only busy.
 * @param metadataTimeout how long sending waits to learn who leads; default 300 ms. Shorter fails
 *     on an instance that has just started; it is spent within {@code sendTimeout}.
 * @param placePatience for one placement out of the queue; default 2 s, after which it is tried
 *     again. Nobody waits for it: longer only delays the next try.
 * @param retryPause between two tries; default 250 ms. Orders wait for up to so much longer than
 *     necessary; shorter costs CPU during an outage.
 * @param boardSize how many waiting orders an instance keeps to show them; default 20000, some 20
 *     MB. Smaller, and a long outage fills it: it then says "not known now" of the orders beyond.
 * @param catchUp how long a reader waits for the board to hear the latest; default 500 ms. Shorter
 *     turns a slow broker into "not known now".
 * @param rehearsal how often records that mean nothing are sent, so that connections are open when
 *     an order has to be queued; default 4 min. Longer than some 9 min, and clients and brokers
 *     close idle ones; shorter only costs records.
 * @param autoStart whether to read and place at all; default true. False where nothing is there.
 */
@ConfigurationProperties("everstore.intake")
record IntakeSettings(
        @DefaultValue("700ms") Duration sendTimeout,
        @DefaultValue("400ms") Duration requestTimeout,
        @DefaultValue("300ms") Duration metadataTimeout,
        @DefaultValue("2s") Duration placePatience,
        @DefaultValue("250ms") Duration retryPause,
        @DefaultValue("20000") int boardSize,
        @DefaultValue("500ms") Duration catchUp,
        @DefaultValue("4m") Duration rehearsal,
        @DefaultValue("true") boolean autoStart) {

    IntakeSettings {
        if (requestTimeout.plus(metadataTimeout).compareTo(sendTimeout) > 0) {
            throw new IllegalArgumentException(
                    "everstore.intake: request-timeout and metadata-timeout fit into send-timeout");
        }
        if (boardSize < 1 || !retryPause.isPositive() || !rehearsal.isPositive()) {
            throw new IllegalArgumentException(
                    "everstore.intake: board-size, retry-pause and rehearsal are positive");
        }
    }

    /** What makes "stored" true, and "not known" come in time. */
    Map<String, Object> producer() {
        return Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                metadataTimeout.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) requestTimeout.toMillis(),
                // What is given up is not sent behind its customer's back either.
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) sendTimeout.toMillis());
    }
}
