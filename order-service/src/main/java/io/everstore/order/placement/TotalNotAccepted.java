package io.everstore.order.placement;

import io.everstore.order.pricing.Money;
import java.util.Objects;

/** The order would cost something else than the customer was shown, or more than can be ordered. */
final class TotalNotAccepted extends RuntimeException {

    private final String type;
    private final String title;
    private final Money total;

    private TotalNotAccepted(String type, String title, String detail, Money total) {
        super(detail);
        this.type = type;
        this.title = title;
        this.total = total;
    }

    static TotalNotAccepted changed(Money expected, Money total) {
        return new TotalNotAccepted(
                "total-changed",
                "The total has changed",
                "The order costs "
                        + total
                        + " now, not "
                        + expected
                        + " as you expected. Nothing was"
                        + " ordered; show the new total and send it as expectedTotal to accept it.",
                total);
    }

    static TotalNotAccepted tooLarge(Money total) {
        return new TotalNotAccepted(
                "total-too-large",
                "The total is too large",
                "The order costs "
                        + total
                        + "; one order can cost at most "
                        + Money.LARGEST
                        + ". Nothing was ordered; split it into several orders.",
                total);
    }

    String type() {
        return type;
    }

    String title() {
        return title;
    }

    String detail() {
        return Objects.requireNonNull(getMessage());
    }

    Money total() {
        return total;
    }
}
