package io.everstore.gateway.backpressure;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When the service behind a route is spared.
 *
 * @param window what has happened within this time counts for the breaker; default 10 s. Too small:
 *     quiet hours never fill it. Too large: an outage is noticed late.
 * @param calls the breaker judges from so many calls on; default 20. Too small: a single bad minute
 *     at night closes a route. Too large: at a low rate every customer waits for a time-out.
 * @param failureRate percent of failed calls, second tries included, at which the route rests;
 *     default 50. Too small: one bad instance of three closes the route. Too large: never.
 * @param rest how long a route rests before some calls try it out; default 2 s. Too small: what
 *     just starts is hit again. Too large: the end of an outage is noticed late.
 * @param trials calls that try it out; default 5
 * @param throttleWindow what has happened within this time counts for the throttle; default 4 s.
 *     Also the longest time for which an overload is remembered.
 * @param throttleFrom as many requests may be in excess before anything is held back; default 10.
 *     Too small: one refusal at night holds the next request back.
 * @param excess requests sent for each one accepted; default 2. Less would hold back more than is
 *     refused, more lets the service refuse more than it accepts.
 * @param mostHeldBack the share of the requests that may be held back at most; default 0.9. The
 *     rest finds out when the trouble is over.
 */
@Validated
@ConfigurationProperties("everstore.backpressure")
record BackpressureSettings(
        @DefaultValue("10s") Duration window,
        @DefaultValue("20") @Min(1) int calls,
        @DefaultValue("50") @Min(1) @Max(100) int failureRate,
        @DefaultValue("2s") Duration rest,
        @DefaultValue("5") @Min(1) int trials,
        @DefaultValue("4s") Duration throttleWindow,
        @DefaultValue("10") @Min(0) int throttleFrom,
        @DefaultValue("2") @DecimalMin("1.1") double excess,
        @DefaultValue("0.9") @DecimalMin("0.0") @DecimalMax("0.99") double mostHeldBack) {}
