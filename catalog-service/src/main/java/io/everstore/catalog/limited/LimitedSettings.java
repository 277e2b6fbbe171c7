package io.everstore.catalog.limited;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What this process knows by heart.
 *
 * @param products products in the index, default and at most 50,000, some 15 MB of a heap of 256;
 *     those heard of first are in it. Too small and searches find little while the database is
 *     away, too large and the heap has no room for requests
 */
@Validated
@ConfigurationProperties("everstore.catalog.limited")
record LimitedSettings(@Min(0) @Max(50_000) @DefaultValue("50000") int products) {}
