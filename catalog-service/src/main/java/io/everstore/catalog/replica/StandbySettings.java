package io.everstore.catalog.replica;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where pages are read from while the primary is lost.
 *
 * @param url of all database servers, with standbys preferred; user and password are the primary's
 * @param connections kept open, default 3, so that the day they are needed none has to be opened;
 *     too small and cold pages wait for each other, too large and servers run out of connections
 * @param deadline how long a reading may take with its wait for a turn, default 400 ms: it is what
 *     is left of a request when the primary has used up its own; too small and a busy standby looks
 *     like a lost one, too large and the gateway gives up first
 * @param retryAfter how long standbys are left alone once their breaker is open, default 1 s; too
 *     small and lost ones keep costing deadlines, too large and their return is noticed late
 */
@Validated
@ConfigurationProperties("everstore.catalog.standby")
record StandbySettings(
        @NotBlank String url,
        @DefaultValue("3") @Min(1) @Max(50) int connections,
        @NotNull @DefaultValue("400ms") Duration deadline,
        @NotNull @DefaultValue("1s") Duration retryAfter) {}
