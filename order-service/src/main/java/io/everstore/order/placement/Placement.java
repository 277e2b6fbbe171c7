package io.everstore.order.placement;

import io.everstore.order.commit.CommitGuard;
import io.everstore.order.idempotency.Claim;
import io.everstore.order.idempotency.IdempotencyKeys;
import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.OrderEvents;
import io.everstore.order.lifecycle.Orders;
import io.everstore.order.outage.NoAnswer;
import io.everstore.order.pricing.PriceBook;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * One attempt to place an order, in one transaction: the key, the order, its lines and the event
 * are all there afterwards, or none. It begins with the key, so that however often it is attempted,
 * by however many instances and on whatever way the order came, one attempt places and the others
 * find what it placed.
 */
@Component
public class Placement {

    private final TransactionOperations transaction;
    private final CommitGuard commit;
    private final IdempotencyKeys keys;
    private final PriceBook prices;
    private final Orders orders;
    private final OrderEvents events;
    private final LongSupplier nanoTime;

    Placement(
            TransactionOperations transaction,
            CommitGuard commit,
            IdempotencyKeys keys,
            PriceBook prices,
            Orders orders,
            OrderEvents events,
            LongSupplier nanoTime) {
        this.transaction = transaction;
        this.commit = commit;
        this.keys = keys;
        this.prices = prices;
        this.orders = orders;
        this.events = events;
        this.nanoTime = nanoTime;
    }

    /**
     * Places an order that nobody has promised yet.
     *
     * @param patience for each answer of the database
     * @throws KeyReused when the key stands for another request
     * @throws LinesNotValid when a product is not known
     * @throws TotalNotAccepted when the order costs something else than expected
     */
    Placed attempt(Purchase purchase, Duration patience) {
        return inOneTransaction(purchase, patience, this::place);
    }

    /**
     * Places an order that was acknowledged before it was stored. What would be refused otherwise
     * is stored as rejected, so that the order exists and its customer learns why.
     *
     * @param patience for each answer of the database
     * @throws KeyReused when the key stands for another request, which stays as it is
     */
    public Placed settle(Purchase purchase, Duration patience) {
        return inOneTransaction(purchase, patience, this::placeOrReject);
    }

    private Placed inOneTransaction(
            Purchase purchase, Duration patience, Function<Purchase, Order> first) {
        long end = nanoTime.getAsLong() + patience.toNanos();
        return transaction.execute(
                _ -> {
                    if (nanoTime.getAsLong() - end > 0) {
                        throw NoAnswer.tooLate();
                    }
                    commit.watch(patience);
                    return switch (claim(purchase)) {
                        case Claim.First() -> new Placed(first.apply(purchase), false);
                        case Claim.Replay(UUID order) -> find(purchase, order);
                        case Claim.Reused() -> throw KeyReused.by(purchase);
                    };
                });
    }

    private Claim claim(Purchase purchase) {
        return keys.claim(
                purchase.customer(),
                purchase.key(),
                purchase.basket().fingerprint(),
                purchase.orderId());
    }

    private Placed find(Purchase purchase, UUID order) {
        return orders.find(purchase.customer(), order)
                .map(found -> new Placed(found, true))
                .orElseThrow(() -> new IllegalStateException("a key points to no order: " + order));
    }

    private Order place(Purchase purchase) {
        Quote quote = quote(purchase);
        quote.check();
        return store(placed(purchase, quote));
    }

    private Order placeOrReject(Purchase purchase) {
        Quote quote = quote(purchase);
        String reason = quote.refusal();
        return store(
                reason == null
                        ? placed(purchase, quote)
                        : Order.rejectQueued(
                                purchase.orderId(),
                                purchase.customer(),
                                quote.lines(),
                                reason,
                                purchase.sentAt()));
    }

    private static Order placed(Purchase purchase, Quote quote) {
        return Order.place(
                purchase.orderId(), purchase.customer(), quote.lines(), purchase.sentAt());
    }

    private Order store(Order order) {
        orders.add(order);
        events.tell(order);
        return order;
    }

    private Quote quote(Purchase purchase) {
        return Quote.of(purchase.basket(), prices.lookUp(purchase.basket().skus()));
    }
}
