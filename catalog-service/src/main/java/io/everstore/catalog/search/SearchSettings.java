package io.everstore.catalog.search;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much a search reads. What it finds does not depend on it.
 *
 * @param walk products read in the order of price before the indexes of words are asked, default
 *     500, some 3 ms; too small and very common words are searched the slow way, too large and rare
 *     words pay for it
 * @param sample matches read to learn which price the cheapest are below, default 2,000, some 10
 *     ms; too small and the price tells little, too large and it costs more than it saves
 */
@Validated
@ConfigurationProperties("everstore.catalog.search")
record SearchSettings(
        @Min(1) @Max(100_000) @DefaultValue("500") int walk,
        @Min(1) @Max(100_000) @DefaultValue("2000") int sample) {}
