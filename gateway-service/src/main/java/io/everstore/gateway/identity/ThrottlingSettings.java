package io.everstore.gateway.identity;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many wrong passwords are put up with. Each gateway counts for itself, so a shop with two
 * allows twice as many.
 *
 * @param failures wrong passwords for one username from one address; default 5. Too small: a
 *     customer with a sticky key is locked out. Too large: guessing pays.
 * @param window after the first of them the count starts anew; default 1 min
 * @param remembered pairs of username and address that are kept in mind; default 10,000. The oldest
 *     is forgotten first. Too large: whoever invents usernames fills our memory.
 * @param concurrentChecks passwords that are compared at the same time; default 2. Each takes a
 *     core for about 100 ms. Too large: a flood of logins takes the cores from those who shop.
 * @param patience how long a login waits for its turn; default 2 s
 */
@Validated
@ConfigurationProperties("everstore.login-throttling")
record ThrottlingSettings(
        @DefaultValue("5") @Min(1) int failures,
        @DefaultValue("1m") Duration window,
        @DefaultValue("10000") @Min(1) int remembered,
        @DefaultValue("2") @Min(1) int concurrentChecks,
        @DefaultValue("2s") Duration patience) {}
