package io.everstore.outbox.autoconfigure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the inbox remembers.
 *
 * @param retention after which an event is forgotten; default 30 days, at least one. It has to be
 *     longer than an event can still arrive: up to 14 days on its topic (7 of Kafka's retention,
 *     and 7 until its segment is closed), and as long again as a dead letter that is replayed.
 *     Smaller lets a replayed event have its effect twice; larger costs disk, about 200 bytes an
 *     event and consumer.
 */
@ConfigurationProperties("everstore.inbox")
record InboxSettings(@DefaultValue("30d") Duration retention) {

    InboxSettings {
        if (retention.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "everstore.inbox.retention must be at least a day, not " + retention);
        }
    }
}
