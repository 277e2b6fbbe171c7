package io.everstore.catalog.caching;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Redis is and how long to wait for it.
 *
 * @param sentinels {@code host:port} of every Sentinel; with only some of them, a failover is not
 *     found while these are down
 * @param master the name the Sentinels know the primary by
 * @param sslBundle the name of the SSL bundle for Redis and the Sentinels, with our certificate and
 *     the authority that we believe; by default none: they are spoken to in the clear
 * @param timeout how long a command may take, default 100 ms: twenty times a slow answer; too small
 *     and a busy machine looks like a dead Redis, too large and every request in flight waits that
 *     long when Redis freezes
 * @param connectTimeout how long a connection may take to open, default 300 ms; no request waits
 *     for it, so too large only delays the return to Redis
 * @param userTimeout how long the kernel keeps a connection whose peer acknowledges nothing, where
 *     it can be told, default 2 s; too small and a short loss of packets costs a connection, too
 *     large and a host that vanished without a word is written to for long (a quarter of an hour,
 *     if the kernel is not told)
 * @param reconnectDelay the first pause before an attempt to connect, default 100 ms; it grows, and
 *     half of it is left to chance, so that all instances do not come at once. Too small and a dead
 *     Redis costs CPU, too large and a failover is noticed late
 * @param longestReconnectDelay to which it grows, default 1 s; likewise
 * @param calls calls the breaker looks at, default 10; too small and one hiccup opens it, too large
 *     and a frozen Redis costs more time-outs before it is left alone
 * @param retryAfter how long Redis is left alone once the breaker is open, default 1 s; too small
 *     and a frozen Redis keeps costing time-outs, too large and its return is noticed late
 */
@Validated
@ConfigurationProperties("everstore.catalog.redis")
record RedisSettings(
        @NotEmpty List<String> sentinels,
        @NotBlank @DefaultValue("everstore") String master,
        @Nullable String sslBundle,
        @NotNull @DefaultValue("100ms") Duration timeout,
        @NotNull @DefaultValue("300ms") Duration connectTimeout,
        @NotNull @DefaultValue("2s") Duration userTimeout,
        @NotNull @DefaultValue("100ms") Duration reconnectDelay,
        @NotNull @DefaultValue("1s") Duration longestReconnectDelay,
        @DefaultValue("10") @Min(2) @Max(100) int calls,
        @NotNull @DefaultValue("1s") Duration retryAfter) {}
