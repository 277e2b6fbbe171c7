package io.everstore.gateway.admission;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests are in progress at once.
 *
 * @param most where the limit starts and what it never exceeds, default 600; too small and those
 *     who wait for a database that fails over are refused, too large and an overload is noticed
 *     late
 * @param least what it never falls below, default 40: what 2 cores answer in some 40 ms; too small
 *     and a hiccup behind refuses customers, too large and an overloaded gateway stays slow
 */
@Validated
@ConfigurationProperties("everstore.shedding")
record SheddingSettings(
        @DefaultValue("600") @Min(1) int most, @DefaultValue("40") @Min(1) int least) {}
