package io.everstore.gateway.balancing;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When an instance is left out and how often a request is repeated.
 *
 * @param checkInterval between two health checks of an instance; default 1 s. Too small: the checks
 *     are a load of their own. Too large: an instance that hangs keeps getting requests.
 * @param checkTimeout for one health check; default 500 ms. Too small: a busy instance counts as
 *     hung. Has to be shorter than the interval.
 * @param missedChecks so many checks in a row have to time out before the instance is left out;
 *     default 2. A refused connection or an answer other than 200 counts at once.
 * @param faultsInRow so many failed requests in a row eject an instance; default 3. A refused
 *     connection counts at once. Too small: one bad request ejects instances. Too large: retries
 *     hide a broken instance until their budget is spent.
 * @param ejection how long an ejected instance gets no requests; default 5 s. Too large: capacity
 *     is missing for longer than the trouble lasts.
 * @param retryShare retries per request, in the long run; default 0.1. Too small: the requests in
 *     flight to an instance that dies are lost. Too large: retries double the load when everything
 *     is slow.
 * @param retryBurst so many retries can be saved up; default 100. Has to cover the requests that
 *     are in flight to one instance when it dies.
 * @param retriesPerSecond saved up each second even with little traffic; default 2, so that a
 *     single failure at low rate is always retried.
 */
@Validated
@ConfigurationProperties("everstore.balancing")
public record BalancingSettings(
        @DefaultValue("1s") Duration checkInterval,
        @DefaultValue("500ms") Duration checkTimeout,
        @DefaultValue("2") @Min(1) int missedChecks,
        @DefaultValue("3") @Min(1) int faultsInRow,
        @DefaultValue("5s") Duration ejection,
        @DefaultValue("0.1") @DecimalMin("0.0") @DecimalMax("1.0") double retryShare,
        @DefaultValue("100") @Min(1) int retryBurst,
        @DefaultValue("2") @DecimalMin("0.0") double retriesPerSecond) {}
