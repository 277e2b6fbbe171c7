package io.everstore.order.placement;

import io.everstore.order.commit.CommitGuard;
import io.everstore.order.idempotency.Claim;
import io.everstore.order.idempotency.IdempotencyKeys;
import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.OrderEvents;
import io.everstore.order.lifecycle.OrderLine;
import io.everstore.order.lifecycle.Orders;
import io.everstore.order.placement.Basket.Item;
import io.everstore.order.pricing.Money;
import io.everstore.order.pricing.PriceBook;
import io.everstore.order.pricing.PriceLookup;
import io.everstore.order.pricing.PriceLookup.Found;
import io.everstore.order.pricing.PriceLookup.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * One attempt to place an order, in one transaction: the key, the order, its lines and the event
 * are all there afterwards, or none. It begins with the key, so that however often it is attempted,
 * by however many instances, one attempt places and the others find what it placed.
 */
@Component
class Placement {

    private final TransactionOperations transaction;
    private final CommitGuard commit;
    private final IdempotencyKeys keys;
    private final PriceBook prices;
    private final Orders orders;
    private final OrderEvents events;

    Placement(
            TransactionOperations transaction,
            CommitGuard commit,
            IdempotencyKeys keys,
            PriceBook prices,
            Orders orders,
            OrderEvents events) {
        this.transaction = transaction;
        this.commit = commit;
        this.keys = keys;
        this.prices = prices;
        this.orders = orders;
        this.events = events;
    }

    /**
     * @param patience for each answer of the database
     * @throws KeyReused when the key stands for another request
     * @throws LinesNotValid when a product is not known
     * @throws TotalNotAccepted when the order costs something else than expected
     */
    Placed attempt(Purchase purchase, Duration patience) {
        return transaction.execute(
                _ -> {
                    commit.watch(patience);
                    return switch (claim(purchase)) {
                        case Claim.First() -> new Placed(place(purchase), false);
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
        List<OrderLine> lines = price(purchase.basket());
        Order order =
                Order.place(purchase.orderId(), purchase.customer(), lines, purchase.sentAt());
        check(order.total(), purchase.basket());
        orders.add(order);
        events.placed(order);
        return order;
    }

    private List<OrderLine> price(Basket basket) {
        Map<String, PriceLookup> known = prices.lookUp(basket.skus());
        List<OrderLine> lines = new ArrayList<>();
        List<Item> unknown = new ArrayList<>();
        for (Item item : basket.items()) {
            switch (known.get(item.sku())) {
                case Found(String sku, String name, Money price) ->
                        lines.add(new OrderLine(sku, name, item.quantity(), price));
                case Unknown _ -> unknown.add(item);
                case null -> throw new IllegalStateException("no answer for " + item.sku());
            }
        }
        if (!unknown.isEmpty()) {
            throw LinesNotValid.unknownSku(unknown);
        }
        return lines;
    }

    private static void check(Money total, Basket basket) {
        if (total.exceedsLargest()) {
            throw TotalNotAccepted.tooLarge(total);
        }
        Money expected = basket.expectedTotal();
        if (expected != null && !expected.equals(total)) {
            throw TotalNotAccepted.changed(expected, total);
        }
    }
}
