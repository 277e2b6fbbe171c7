package io.everstore.local.deadletters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters to where they were before. Each is remembered after it was sent: whoever stops
 * in between sends one twice, which its event's id makes harmless.
 */
final class Playback implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final DeadLetters letters;
    private final Ledger ledger;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * What became of one.
     *
     * @param sent where it is now
     * @param cameBack why it was put aside again; null if it was not, as far as we have waited
     */
    record Result(DeadLetter letter, Position sent, @Nullable DeadLetter cameBack) {}

    Playback(Brokers brokers, DeadLetters letters, Ledger ledger) {
        this.letters = letters;
        this.ledger = ledger;
        producer =
                new KafkaProducer<>(
                        brokers.settings(
                                Map.of(
                                        "client.id",
                                        "everstore-dlt",
                                        "acks",
                                        "all",
                                        "max.block.ms",
                                        3_000,
                                        "request.timeout.ms",
                                        3_000,
                                        "delivery.timeout.ms",
                                        10_000,
                                        "linger.ms",
                                        0)),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /**
     * Sends those that are chosen, and waits for a while whether they come back.
     *
     * @throws TooScattered if there are more gaps between them than can be remembered
     */
    List<Result> play(String topic, Predicate<DeadLetter> chosen, Duration wait) {
        List<DeadLetter> chosenLetters = new ArrayList<>();
        letters.forEach(
                topic,
                letter -> {
                    if (chosen.test(letter)) {
                        chosenLetters.add(letter);
                    }
                });
        if (chosenLetters.isEmpty()) {
            return List.of();
        }
        Map<TopicPartition, Long> ends = letters.ends(topic);
        Map<TopicPartition, Long> starts = letters.starts(topic);
        Map<TopicPartition, Settled> settled = new HashMap<>(ledger.settled(ends.keySet()));
        int partitions = letters.partitions(chosenLetters.getFirst().originalTopic());
        List<Result> results = new ArrayList<>();
        for (DeadLetter letter : chosenLetters) {
            TopicPartition partition = letter.partition();
            Settled after =
                    DeadLetters.get(settled, partition)
                            .with(letter.record().offset(), DeadLetters.get(starts, partition));
            if (!after.fits()) {
                throw new TooScattered(letter);
            }
            Position sent = send(letter, partitions);
            ledger.remember(partition, after);
            settled.put(partition, after);
            results.add(new Result(letter, sent, null));
        }
        return withReturns(results, ends, wait);
    }

    private Position send(DeadLetter letter, int partitions) {
        try {
            RecordMetadata sent = producer.send(letter.toOriginal(partitions)).get();
            return new Position(sent.partition(), sent.offset());
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException kafka
                    ? kafka
                    : new KafkaException(failed.getCause());
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
    }

    /** A consumer that still cannot understand a record puts it aside within milliseconds. */
    private List<Result> withReturns(
            List<Result> results, Map<TopicPartition, Long> ends, Duration wait) {
        Map<Position, DeadLetter> back = new HashMap<>();
        long until = System.nanoTime() + wait.toNanos();
        do {
            pause();
            letters.since(
                    ends,
                    letter -> {
                        Position original = letter.original();
                        if (original != null) {
                            back.put(original, letter);
                        }
                    });
        } while (System.nanoTime() < until
                && !results.stream().allMatch(result -> back.containsKey(result.sent())));
        return results.stream()
                .map(result -> new Result(result.letter(), result.sent(), back.get(result.sent())))
                .toList();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    /** So many records were played back one by one that Kafka cannot remember more of them. */
    static final class TooScattered extends RuntimeException {

        TooScattered(DeadLetter letter) {
            super(
                    "Too many single records of %s were played back; play back the ones before %s first"
                            .formatted(letter.partition(), letter.position()));
        }
    }
}
