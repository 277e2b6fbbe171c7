package io.everstore.gateway.forwarding;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What streams of server-sent events may take from this gateway.
 *
 * @param atMost streams at the same time; default 600, as many as three order instances have. Too
 *     small: customers poll instead, which costs more. Too large: memory, some 100 KiB for each.
 * @param maxIdle a stream on which nothing comes for so long is ended; default 25 s. Has to be
 *     longer than two heartbeats of the order service (10 s). Too large: the streams of an instance
 *     that has frozen look alive.
 */
@Validated
@ConfigurationProperties("everstore.streams")
record StreamSettings(
        @DefaultValue("600") @Min(1) @Max(8000) int atMost,
        @DefaultValue("25s") Duration maxIdle) {}
