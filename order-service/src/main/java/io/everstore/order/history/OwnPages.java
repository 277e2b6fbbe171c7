package io.everstore.order.history;

import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.Orders;
import io.everstore.order.outage.Database;
import io.everstore.order.outage.Trouble;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Pages of a customer's orders, those that are queued among those that are stored. While the
 * database is away they consist of the queued ones alone and are marked as limited, as they are
 * when it is not certain that all of these are known.
 */
@Component
class OwnPages {

    private static final Comparator<OrderView> NEWEST_FIRST =
            Comparator.comparing(OrderView::placedAt)
                    .thenComparing(order -> order.id().toString())
                    .reversed();

    /**
     * What the database has; null in its place when it is away.
     *
     * @param known those of the waiting ones that it has by now, on whatever page
     */
    private record Stored(List<OrderView> page, Set<UUID> known) {}

    private final Orders orders;
    private final QueuedOrders queued;
    private final Database database;
    private final HistorySettings settings;

    OwnPages(Orders orders, QueuedOrders queued, Database database, HistorySettings settings) {
        this.orders = orders;
        this.queued = queued;
        this.database = database;
        this.settings = settings;
    }

    OrderPage page(String customer, @Nullable OrderCursor after, int limit) {
        // First the queue: what is placed between the two looks is then seen twice, not never.
        boolean complete = queued.catchUp();
        List<OrderView> waiting =
                queued.of(customer).stream()
                        .filter(order -> after == null || after.isBefore(order))
                        .toList();
        Stored stored = stored(customer, after, limit + 1, waiting);
        List<OrderView> found =
                stored == null
                        ? waiting
                        : Stream.concat(
                                        stored.page.stream(),
                                        waiting.stream()
                                                .filter(o -> !stored.known.contains(o.id())))
                                .sorted(NEWEST_FIRST)
                                .toList();
        List<OrderView> shown = found.subList(0, Math.min(limit, found.size()));
        return new OrderPage(
                shown,
                found.size() > limit ? OrderCursor.at(shown.getLast()).encode(customer) : null,
                stored == null || !complete);
    }

    private @Nullable Stored stored(
            String customer, @Nullable OrderCursor after, int limit, List<OrderView> waiting) {
        if (database.isAway()) {
            return null;
        }
        try {
            return database.read(settings.patience(), () -> read(customer, after, limit, waiting));
        } catch (RuntimeException e) {
            if (Trouble.of(e) != Trouble.LINK) {
                throw e;
            }
            return null;
        }
    }

    private Stored read(
            String customer, @Nullable OrderCursor after, int limit, List<OrderView> waiting) {
        List<Order> page =
                after == null
                        ? orders.newest(customer, limit)
                        : orders.after(customer, after.placedAt(), after.id(), limit);
        Set<UUID> known = new HashSet<>();
        if (!waiting.isEmpty()) {
            orders.findAll(waiting.stream().map(OrderView::id).toList())
                    .forEach(order -> known.add(order.id()));
        }
        return new Stored(page.stream().map(OrderView::of).toList(), known);
    }
}
