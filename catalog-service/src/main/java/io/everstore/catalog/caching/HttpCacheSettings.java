package io.everstore.catalog.caching;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What browsers and gateways may do with a page.
 *
 * @param maxAge how long they may show it without asking, default 1 s, as in the near cache; too
 *     small and every click is a request, too large and a change is seen late by those who have the
 *     page
 * @param staleWhileRevalidate how long after that they may show it while they ask, default 5 s; too
 *     small and a click waits, too large and who comes back after a while sees old stock
 * @param staleIfError how long they may show it if nobody answers, default 24 h, as Redis keeps it;
 *     too small and a long outage shows, too large and nobody knows the old prices any more
 */
@Validated
@ConfigurationProperties("everstore.catalog.http-cache")
record HttpCacheSettings(
        @NotNull @DefaultValue("1s") Duration maxAge,
        @NotNull @DefaultValue("5s") Duration staleWhileRevalidate,
        @NotNull @DefaultValue("24h") Duration staleIfError) {}
