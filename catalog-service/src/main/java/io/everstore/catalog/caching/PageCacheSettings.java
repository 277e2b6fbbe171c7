package io.everstore.catalog.caching;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long product pages are kept, and when Redis is left alone.
 *
 * @param minTtl shortest life of a page, default 30 s; too small and the cache hardly helps
 * @param maxTtl longest life of a page, default 60 s: the age a page can reach if the eviction
 *     after a change did not get through; each page's life is random in between, so that pages that
 *     were cached together do not expire together
 * @param evictionGuard how long an evicted page cannot be cached again, default 1 s: a reader that
 *     took it from the database just before the change must not bring it back; too small and it
 *     does (until the TTL), too large and a page that changes all the time is never cached
 * @param calls calls the breaker looks at, default 10; too small and one hiccup opens it, too large
 *     and a frozen Redis costs more time-outs before it is left alone
 * @param retryAfter how long Redis is left alone once the breaker is open, default 1 s; too small
 *     and a frozen Redis keeps costing time-outs, too large and its return is noticed late
 */
@Validated
@ConfigurationProperties("everstore.catalog.page-cache")
record PageCacheSettings(
        @NotNull @DefaultValue("30s") Duration minTtl,
        @NotNull @DefaultValue("60s") Duration maxTtl,
        @NotNull @DefaultValue("1s") Duration evictionGuard,
        @DefaultValue("10") @Min(2) @Max(100) int calls,
        @NotNull @DefaultValue("1s") Duration retryAfter) {}
