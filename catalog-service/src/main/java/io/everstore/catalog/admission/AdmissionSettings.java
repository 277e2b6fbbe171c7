package io.everstore.catalog.admission;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests of customers are in progress at once.
 *
 * <p>Most of them are parked, waiting for one query that all of them need, so the limit starts
 * high. It only moves while more than half of it is in use: down when answers take longer than they
 * used to, and up again when they do not.
 *
 * @param most where it starts and what it never exceeds, default 600: 500 customers who want the
 *     same cold page, and the rest of the shop; too small and such a rush is refused, too large and
 *     an overload is noticed late
 * @param least what it never falls below, default 50: what 2 cores answer in some 20 ms; too small
 *     and a hiccup of the database refuses customers whose pages are cached, too large and an
 *     overloaded instance stays slow
 */
@Validated
@ConfigurationProperties("everstore.catalog.admission")
record AdmissionSettings(
        @DefaultValue("600") @Min(1) int most, @DefaultValue("50") @Min(1) int least) {}
