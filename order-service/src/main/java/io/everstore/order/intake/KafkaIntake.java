package io.everstore.order.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.everstore.order.placement.Intake;
import io.everstore.order.placement.Purchase;
import io.everstore.outbox.EventAttributes;
import io.everstore.outbox.EventTrace;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes orders to {@value QueuedOrder#TOPIC}. The record's key is the order's id; its partition is
 * chosen by the customer, so that one customer's orders are placed in the order in which they came.
 *
 * <p>It has a producer of its own: with the outbox's limits a customer would wait for 6 s.
 */
@Component
class KafkaIntake implements Intake, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(KafkaIntake.class);
    static final String REHEARSED = "dev.everstore.order.rehearsed.v1";

    private final ProducerFactory<String, byte[]> producers;
    private final JsonMapper json;
    private final Board board;
    private final BoardKeeper keeper;
    private final LongSupplier nanoTime;

    @SuppressWarnings("unchecked") // the outbox starter sets these serializers
    KafkaIntake(
            ProducerFactory<?, ?> producers,
            IntakeSettings settings,
            JsonMapper json,
            Board board,
            BoardKeeper keeper,
            LongSupplier nanoTime) {
        this.producers =
                (ProducerFactory<String, byte[]>)
                        producers.copyWithConfigurationOverride(settings.producer());
        this.json = json;
        this.board = board;
        this.keeper = keeper;
        this.nanoTime = nanoTime;
    }

    @Override
    public Receipt take(Purchase purchase, Duration patience) {
        long end = nanoTime.getAsLong() + patience.toNanos();
        Producer<String, byte[]> producer;
        int partitions;
        try {
            producer = producers.createProducer();
            partitions = producer.partitionsFor(QueuedOrder.TOPIC).size();
        } catch (KafkaException e) {
            return new Receipt.NotTaken(e);
        }
        try {
            producer.send(order(purchase, partitions))
                    .get(end - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
            return new Receipt.Taken();
        } catch (ExecutionException e) {
            return new Receipt.Unknown(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            return new Receipt.Unknown(e);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Receipt.Unknown(stopping);
        } catch (KafkaException e) {
            return new Receipt.Unknown(e);
        }
    }

    @Override
    public Optional<Purchase> heard(UUID orderId) {
        return board.find(orderId);
    }

    @Override
    public Optional<Purchase> waiting(UUID orderId) {
        keeper.catchUp();
        return board.find(orderId);
    }

    /** Sends each partition a record that every reader ignores; false if one was not stored. */
    boolean rehearse() {
        try {
            Producer<String, byte[]> producer = producers.createProducer();
            List<Future<?>> sent = new ArrayList<>();
            for (PartitionInfo partition : producer.partitionsFor(QueuedOrder.TOPIC)) {
                sent.add(producer.send(nothing(partition.partition())));
            }
            for (Future<?> each : sent) {
                each.get();
            }
            return true;
        } catch (KafkaException | ExecutionException notNow) {
            log.debug("The brokers are not there, or not all of them", notNow);
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ProducerRecord<String, byte[]> nothing(int partition) {
        return record(partition, UUID.randomUUID(), REHEARSED, Instant.now(), "{}".getBytes(UTF_8));
    }

    private ProducerRecord<String, byte[]> order(Purchase purchase, int partitions) {
        ProducerRecord<String, byte[]> record =
                record(
                        Math.floorMod(purchase.customer().hashCode(), partitions),
                        purchase.orderId(),
                        QueuedOrder.TYPE,
                        purchase.sentAt(),
                        json.writeValueAsBytes(QueuedOrder.of(purchase)));
        EventTrace.addTo(record.headers(), EventTrace.of(Span.current()));
        return record;
    }

    private static ProducerRecord<String, byte[]> record(
            int partition, UUID id, String type, Instant time, byte[] data) {
        var record = new ProducerRecord<>(QueuedOrder.TOPIC, partition, id.toString(), data);
        new EventAttributes(id, "/order-service", type, id.toString(), time)
                .addTo(record.headers());
        return record;
    }

    @Override
    public void destroy() {
        producers.reset();
    }
}
