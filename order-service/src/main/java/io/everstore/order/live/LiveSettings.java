package io.everstore.order.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What live status may cost.
 *
 * @param perInstance streams of this instance; default 200. Fewer, and customers fall back to
 *     polling, which costs more; more, and an instance that restarts sends a crowd to its siblings.
 * @param perCustomer streams of one customer on this instance; default 8. Fewer, and the tabs of
 *     one browser (which opens six at most) get in each other's way while streams that were left
 *     are not yet noticed; more, and one customer takes the place of many.
 * @param lifetime after which a stream ends and its client comes back, maybe to another instance;
 *     default 60 s. Shorter is as good as polling, longer keeps streams where instances were few.
 * @param heartbeat at the latest after which something is sent; default 10 s. Shorter wakes phones
 *     up, longer and proxies in between close the connection (the gateway's patience is 25 s), and
 *     clients that left keep their place.
 * @param poll between two looks at all orders that are watched, in case Kafka tells nothing;
 *     default 2 s. It is one statement for all streams. Shorter burns queries, longer is how late a
 *     change shows while Kafka is away.
 */
@ConfigurationProperties("everstore.live")
record LiveSettings(
        @DefaultValue("200") int perInstance,
        @DefaultValue("8") int perCustomer,
        @DefaultValue("60s") Duration lifetime,
        @DefaultValue("10s") Duration heartbeat,
        @DefaultValue("2s") Duration poll) {

    LiveSettings {
        if (perInstance < 1 || perCustomer < 1) {
            throw new IllegalArgumentException("everstore.live: at least one stream");
        }
        if (!poll.isPositive() || !heartbeat.isPositive() || lifetime.compareTo(heartbeat) < 0) {
            throw new IllegalArgumentException(
                    "everstore.live: poll and heartbeat are positive, and lifetime is longer");
        }
    }
}
