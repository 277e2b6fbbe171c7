package io.everstore.order.idempotency;

import io.everstore.order.outage.Trouble;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The keys that were used, each with the order it stands for. The primary key (customer, key) is
 * what makes "at most one order per key" true; everything else is courtesy.
 */
@Repository
public class IdempotencyKeys {

    private final JdbcClient jdbc;
    private final Clock clock;

    IdempotencyKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Claims a key within the transaction that places the order. When another transaction holds the
     * same key this waits for its end, at most for the connection's {@code lock_timeout}.
     *
     * <p>Any conflict is one of the key: the order's id follows from it, so two who claim one key
     * at the same moment may meet at the index of either.
     *
     * <p>A replay writes as well. A commit without a write is answered by the primary alone, and so
     * could acknowledge an order that no standby has: one whose own commit was cut off while it
     * waited for the standby. The commit of a write waits for a standby that has this row and, the
     * log being one sequence, everything before it.
     *
     * @throws KeyHeld when the other took too long
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Claim claim(String customer, IdempotencyKey key, Fingerprint request, UUID order) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        try {
            return isFirst(customer, key, request, order, now)
                    ? new Claim.First()
                    : seenAgain(customer, key, request, now);
        } catch (DataAccessException e) {
            throw Trouble.of(e) == Trouble.LOCKED ? new KeyHeld(e) : e;
        }
    }

    private boolean isFirst(
            String customer,
            IdempotencyKey key,
            Fingerprint request,
            UUID order,
            OffsetDateTime now) {
        int claimed =
                jdbc.sql(
                                """
                                insert into idempotency_key
                                       (customer_id, key, fingerprint, order_id, created_at, last_seen_at)
                                values (:customer, :key, :fingerprint, :order, :now, :now)
                                on conflict do nothing""")
                        .param("customer", customer)
                        .param("key", key.value())
                        .param("fingerprint", request.bytes())
                        .param("order", order)
                        .param("now", now)
                        .update();
        return claimed == 1;
    }

    private Claim seenAgain(
            String customer, IdempotencyKey key, Fingerprint request, OffsetDateTime now) {
        return jdbc.sql(
                        """
                        update idempotency_key set last_seen_at = :now
                        where customer_id = :customer and key = :key
                        returning fingerprint, order_id""")
                .param("customer", customer)
                .param("key", key.value())
                .param("now", now)
                .query(
                        (row, _) ->
                                Fingerprint.of(row.getBytes("fingerprint")).equals(request)
                                        ? new Claim.Replay(row.getObject("order_id", UUID.class))
                                        : new Claim.Reused())
                .single();
    }
}
