package io.everstore.outbox.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when events begin to wait and when they flow again, not each failure. For one thread. */
final class Interruptions {

    private static final Logger log = LoggerFactory.getLogger(Interruptions.class);
    private static final String DATABASE = "the database";

    private final Map<String, Long> since = new HashMap<>();

    void failed(Round.Failed round) {
        String what = round.topic() == null ? DATABASE : "topic " + round.topic();
        if (since.putIfAbsent(what, System.nanoTime()) == null) {
            log.warn(
                    "Events wait in the outbox, and are sent later: {}: {}",
                    what,
                    round.cause().toString());
        }
    }

    void sent(String topic) {
        over(DATABASE);
        over("topic " + topic);
    }

    /** Nothing waits: another instance may have sent what failed here. */
    void nothingWaits() {
        if (!since.isEmpty()) {
            since.keySet().stream().toList().forEach(this::over);
        }
    }

    private void over(String what) {
        Long began = since.remove(what);
        if (began != null) {
            Duration outage = Duration.ofNanos(System.nanoTime() - began);
            log.info("Events flow again after {} s: {}", outage.toSeconds(), what);
        }
    }
}
