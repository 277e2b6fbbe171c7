package io.everstore.catalog.bestseller;

import io.everstore.catalog.product.Sku;
import io.everstore.outbox.Inbox;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How much each product is sold: its heat, to which each piece adds, and which halves with each
 * half-life. Nothing has to cool down row by row: a piece that is sold a half-life later counts
 * twice as much instead, which leaves the order the same. As these weights double for ever, their
 * logarithm is kept.
 */
@Component
class SoldProducts {

    private static final String CONSUMER = "catalog-service.bestseller";

    private final Inbox inbox;
    private final JdbcClient jdbc;
    private final BestsellerSettings settings;

    SoldProducts(Inbox inbox, JdbcClient jdbc, BestsellerSettings settings) {
        this.inbox = inbox;
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /**
     * Counts an order, unless it was counted before. Taken by the order's id and not the event's:
     * asked what became of an order, the order service says it again in another event.
     *
     * @param pieces by product, in order of SKU, so that nobody waits in a circle
     */
    @Transactional
    public void count(UUID orderId, SortedMap<Sku, Integer> pieces, Instant soldAt) {
        if (!inbox.accept(CONSUMER, orderId)) {
            return;
        }
        double halfLives = (double) soldAt.toEpochMilli() / settings.halfLife().toMillis();
        pieces.forEach((sku, quantity) -> add(sku, Math.log(quantity) + halfLives * Math.log(2)));
    }

    /** The logarithm of a sum, from two logarithms; beyond 700 the smaller one adds nothing. */
    private void add(Sku sku, double heat) {
        jdbc.sql(
                        """
                        insert into bestseller as b (sku, heat) values (:sku, :heat)
                        on conflict (sku) do update set heat = greatest(b.heat, excluded.heat)
                            + ln(1 + exp(-least(abs(b.heat - excluded.heat), 700)))
                        """)
                .param("sku", sku.value())
                .param("heat", heat)
                .update();
    }

    /** Those that sell best and are not sold out. */
    List<String> hottest(int limit) {
        return jdbc.sql(
                        """
                        select b.sku from bestseller b join stock s on s.sku = b.sku
                        where s.quantity > 0 order by b.heat desc, b.sku limit :limit
                        """)
                .param("limit", limit)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
