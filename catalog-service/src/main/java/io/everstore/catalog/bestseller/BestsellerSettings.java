package io.everstore.catalog.bestseller;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What makes a bestseller.
 *
 * @param halfLife after which a piece sold counts half as much, default 7 days; too small and the
 *     list is a matter of the last few orders, too large and last year's fashion stays in it. What
 *     was counted with another half-life is only comparable after a few of the longer one
 */
@Validated
@ConfigurationProperties("everstore.catalog.bestseller")
record BestsellerSettings(@NotNull @DefaultValue("7d") Duration halfLife) {}
