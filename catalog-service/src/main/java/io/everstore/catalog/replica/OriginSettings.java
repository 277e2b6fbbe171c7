package io.everstore.catalog.replica;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much of the primary customers' reads may use, and when it is left alone.
 *
 * @param reserved connections of the pool that reads of customers never take, default 2: one for
 *     the stock of an order and one for an editor or the outbox; too small and a rush of cold pages
 *     stops orders, too large and the rush takes longer
 * @param deadline how long a reading may take with its wait for a turn, default 600 ms: with the
 *     other limits less than the gateway waits; too small and a slow query looks like a dead
 *     database, too large and nothing is left of the request's time for a standby or an old page
 * @param calls readings the breaker looks at, default 10; too small and one hiccup opens it, too
 *     large and a frozen primary costs more customers their time
 * @param retryAfter how long the primary is left alone once the breaker is open, default 1 s; too
 *     small and a lost primary keeps costing deadlines, too large and its return is noticed late
 */
@Validated
@ConfigurationProperties("everstore.catalog.origin")
record OriginSettings(
        @DefaultValue("2") @Min(0) @Max(100) int reserved,
        @NotNull @DefaultValue("600ms") Duration deadline,
        @DefaultValue("10") @Min(2) @Max(100) int calls,
        @NotNull @DefaultValue("1s") Duration retryAfter) {}
