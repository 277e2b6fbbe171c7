package io.everstore.order.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money, never negative, with exactly two decimals; the JSON of the API is {@code
 * {"amount":2.50,"currency":"GBP"}}.
 *
 * @param amount at most {@link #LARGEST}, what the database's {@code numeric(12,2)} holds
 * @param currency three capital letters, ISO 4217
 */
public record Money(BigDecimal amount, String currency) {

    public static final BigDecimal LARGEST = new BigDecimal("9999999999.99");

    public Money {
        amount = amount.setScale(2, RoundingMode.UNNECESSARY);
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("an amount is not negative: " + amount);
        }
    }

    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    currency + " and " + other.currency + " do not add up");
        }
        return new Money(amount.add(other.amount), currency);
    }

    public Money times(int quantity) {
        return new Money(amount.multiply(BigDecimal.valueOf(quantity)), currency);
    }

    /** Whether it is too much to be stored, and so to be ordered at once. */
    public boolean exceedsLargest() {
        return amount.compareTo(LARGEST) > 0;
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
