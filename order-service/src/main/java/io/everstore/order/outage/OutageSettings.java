package io.everstore.order.outage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the database counts as away, and when as back.
 *
 * @param failures how many commits in a row get no answer until it counts as away; default 5.
 *     Fewer, and a few broken connections are an outage; more, and more customers wait for a
 *     database that is away. All connections of a pool break at once when a primary dies, so this
 *     is reached within one request's time under load.
 * @param probeInterval pause before each look whether it is back; default 200 ms. Orders are queued
 *     for up to so much longer than necessary; shorter costs CPU and connections during an outage.
 * @param probePatience for each answer to that look; default 1 s. A database that needs longer for
 *     a commit of nothing is still away; shorter keeps a slow one away for ever.
 * @param autoStart whether to look at all; default true. False where nothing is there to be asked.
 */
@ConfigurationProperties("everstore.outage")
record OutageSettings(
        @DefaultValue("5") int failures,
        @DefaultValue("200ms") Duration probeInterval,
        @DefaultValue("1s") Duration probePatience,
        @DefaultValue("true") boolean autoStart) {

    OutageSettings {
        if (failures < 1 || !probeInterval.isPositive() || !probePatience.isPositive()) {
            throw new IllegalArgumentException(
                    "everstore.outage: failures and durations are positive");
        }
    }
}
