package io.everstore.catalog.facts;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the product facts are read.
 *
 * @param batchSize facts that listeners hear at once, default 1,000; too small and a million of
 *     them take long, too large and a batch fills the heap
 * @param replayShare share of the time that may be spent on facts until all old ones are known,
 *     default 0.25; too small and they are known late, too large and an instance that has just
 *     started serves its first customers slowly. What is new is always heard at once
 * @param retryPause pause before Kafka is asked again, default 1 s; too small and an outage costs
 *     CPU, too large and facts are heard late after it
 */
@Validated
@ConfigurationProperties("everstore.catalog.facts")
record FactFeedSettings(
        @Min(1) @Max(10_000) @DefaultValue("1000") int batchSize,
        @DecimalMin("0.01") @DecimalMax("1") @DefaultValue("0.25") double replayShare,
        @NotNull @DefaultValue("1s") Duration retryPause) {}
