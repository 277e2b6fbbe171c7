package io.everstore.catalog.importing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of imports.
 *
 * @param maxBatchRows rows in one batch, default 20,000; too small and a large import is all round
 *     trips, too large and checking one batch takes memory from everybody else
 * @param answerWithin how long a request to commit waits for the result before it answers 202,
 *     default 2 s; too large and the gateway gives up first, too small and small imports need a
 *     second request
 * @param applyTimeout how long one statement of a commit may take, default 15 min; too small and a
 *     large import can never be committed, too large and a commit that hangs on a frozen database
 *     keeps its connection that long
 * @param abandonedAfter age at which an import that nobody committed is dropped, default 24 h; too
 *     small and slow imports disappear, too large and forgotten ones fill the disk
 */
@Validated
@ConfigurationProperties("everstore.catalog.import")
record ImportSettings(
        @DefaultValue("20000") @Min(1) @Max(100_000) int maxBatchRows,
        @DefaultValue("2s") @NotNull Duration answerWithin,
        @DefaultValue("15m") @NotNull Duration applyTimeout,
        @DefaultValue("24h") @NotNull Duration abandonedAfter) {}
