package io.everstore.catalog.reservation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long stock is held for an order about which nothing is heard.
 *
 * @param expiry age at which the order service is asked about an order, and interval at which it is
 *     asked again, default 15 min; too small and orders whose confirmation is only late are asked
 *     about (and rejected), too large and stock that nobody buys is not for sale that long
 * @param interval pause between two looks for such orders, default 10 s; too small and idle
 *     instances keep the database busy, too large and they are asked about that much later
 * @param batch most orders of one transaction, default 500; too small and many orders that expire
 *     together take many rounds, too large and one transaction holds that many rows
 */
@Validated
@ConfigurationProperties("everstore.catalog.reservation")
record ReservationSettings(
        @DefaultValue("15m") @NotNull Duration expiry,
        @DefaultValue("10s") @NotNull Duration interval,
        @DefaultValue("500") @Min(1) @Max(10_000) int batch) {}
