package io.everstore.catalog.product;

import java.math.BigDecimal;

/**
 * What one piece costs.
 *
 * @param amount in whole units of the currency with exactly 2 decimals; a number in JSON
 * @param currency ISO 4217
 */
public record Price(BigDecimal amount, String currency) {}
