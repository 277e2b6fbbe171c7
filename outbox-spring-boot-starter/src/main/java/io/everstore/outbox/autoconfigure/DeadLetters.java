package io.everstore.outbox.autoconfigure;

import io.everstore.outbox.MalformedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

/**
 * Moves a record to {@code <topic>.dlt}, same partition, and counts it in {@code
 * everstore.dead.letters}. Throws if the brokers do not acknowledge it: then it is not moved, and
 * comes again.
 *
 * <p>Around a listener it does so with {@link MalformedEvent} before the container hears of it. The
 * container would go back to the next record and fetch it anew, after the fetch that is under way,
 * which waits up to {@code fetch.max.wait.ms}: a partition with a thousand such records would be
 * held up for a quarter of an hour.
 */
final class DeadLetters implements ConsumerRecordRecoverer, MethodInterceptor {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final ConsumerRecordRecoverer publisher;
    private final MeterRegistry meters;

    DeadLetters(KafkaOperations<String, byte[]> kafka, MeterRegistry meters) {
        this.publisher =
                new DeadLetterPublishingRecoverer(
                        kafka,
                        (record, _) ->
                                new TopicPartition(record.topic() + ".dlt", record.partition()));
        this.meters = meters;
    }

    @Override
    public void accept(ConsumerRecord<?, ?> record, @Nullable Exception failure) {
        publisher.accept(record, failure);
        meters.counter("everstore.dead.letters", "topic", record.topic()).increment();
        log.error(
                "{}-{}@{} makes no sense and is now in {}.dlt",
                record.topic(),
                record.partition(),
                record.offset(),
                record.topic());
    }

    /** A batch is not of one record: the container sorts out which of them it was. */
    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
        try {
            return call.proceed();
        } catch (ListenerExecutionFailedException failure) {
            if (failure.contains(MalformedEvent.class)
                    && call.getArguments()[0] instanceof ConsumerRecord<?, ?> record) {
                accept(record, failure);
                Span.current().recordException(failure).setStatus(StatusCode.ERROR);
                return null;
            }
            throw failure;
        }
    }
}
