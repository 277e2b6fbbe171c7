package io.everstore.order.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everstore.order.idempotency.IdempotencyKey;
import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.OrderLine;
import io.everstore.order.placement.Intake.Receipt;
import io.everstore.order.pricing.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FirstWordTests {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Money PRICE = new Money(new BigDecimal("2.55"), "GBP");
    private static final List<OrderLine> LINES =
            List.of(new OrderLine("85123A", "White hanging heart", 2, PRICE));

    private final Throwable away = new IllegalStateException("no broker");
    private final Basket basket =
            new Basket(List.of(new Basket.Item("85123A", 2, List.of(0))), null);
    private final Purchase purchase =
            Purchase.of("ann", new IdempotencyKey("a-key-of-anns-0001"), basket, Instant.EPOCH);
    private final Placed placed =
            new Placed(Order.place(purchase.orderId(), "ann", LINES, purchase.sentAt()), false);
    private final CompletableFuture<Optional<Placed>> database = new CompletableFuture<>();
    private final CompletableFuture<Receipt> intake = new CompletableFuture<>();
    private final FirstWord word = new FirstWord(purchase, database, intake);

    @Test
    void isTheDatabasesIfThatComesFirst() {
        database.complete(Optional.of(placed));

        assertThat(word.within(LONG)).isEqualTo(placed);
    }

    @Test
    void isTheIntakesIfThatComesFirst() {
        intake.complete(new Receipt.Taken());

        assertThat(word.within(LONG)).isEqualTo(new Queued(purchase));
    }

    @Test
    void isTheDatabasesThoughThereIsNoIntake() {
        intake.complete(new Receipt.NotTaken(away));
        Thread.ofVirtual().start(() -> database.complete(Optional.of(placed)));

        assertThat(word.within(LONG)).isEqualTo(placed);
    }

    @Test
    void isTheIntakesThoughTheDatabaseWasGivenUp() {
        database.complete(Optional.empty());
        Thread.ofVirtual().start(() -> intake.complete(new Receipt.Taken()));

        assertThat(word.within(LONG)).isEqualTo(new Queued(purchase));
    }

    @Test
    void isNotAwaitedWhenNeitherHasOne() {
        database.complete(Optional.empty());
        intake.complete(new Receipt.NotTaken(away));

        assertThatExceptionOfType(OutcomeUnknown.class).isThrownBy(() -> word.within(LONG));
    }

    @Test
    void isAwaitedForSoLongOnly() {
        assertThatExceptionOfType(OutcomeUnknown.class).isThrownBy(() -> word.within(SHORT));
    }

    @Test
    void isARefusalIfTheKeyStandsForAnotherOrder() {
        database.completeExceptionally(KeyReused.by(purchase));

        assertThatExceptionOfType(KeyReused.class).isThrownBy(() -> word.within(LONG));
    }

    @Test
    void isNoRefusalOnceTheIntakeHasTheOrder() {
        database.completeExceptionally(tooMuch());
        Thread.ofVirtual().start(() -> intake.complete(new Receipt.Taken()));

        assertThat(word.within(LONG)).isEqualTo(new Queued(purchase));
    }

    @Test
    void isARefusalIfTheIntakeHasNotGotTheOrder() {
        database.completeExceptionally(tooMuch());
        intake.complete(new Receipt.NotTaken(away));

        assertThatExceptionOfType(TotalNotAccepted.class).isThrownBy(() -> word.within(LONG));
    }

    /** It may be placed for another price by then, so "nothing was ordered" would be wrong. */
    @Test
    void isNoRefusalIfTheIntakeMayHaveTheOrder() {
        database.completeExceptionally(tooMuch());
        intake.complete(new Receipt.Unknown(away));

        assertThatExceptionOfType(OutcomeUnknown.class).isThrownBy(() -> word.within(LONG));
    }

    private static TotalNotAccepted tooMuch() {
        return TotalNotAccepted.tooLarge(PRICE);
    }
}
