package io.everstore.catalog.reservation;

import io.everstore.catalog.product.Sku;
import io.everstore.catalog.reservation.Reservation.State;
import io.everstore.catalog.stock.Line;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The reservations of all orders. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Reservations {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final ReservationSettings settings;
    private final Clock clock;

    Reservations(JdbcClient jdbc, JdbcTemplate batches, ReservationSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The reservation of an order, locked until the end of the transaction; empty if there is none.
     */
    public Optional<Reservation> lock(UUID orderId) {
        return find(orderId).or(() -> adopt(orderId));
    }

    private Optional<Reservation> find(UUID orderId) {
        return jdbc.sql("select state from order_reservation where order_id = ? for update")
                .param(orderId)
                .query(String.class)
                .optional()
                .map(state -> Reservation.stored(orderId, State.valueOf(state)));
    }

    /**
     * Lines of an instance of the version before have no state: they are held, for until now nobody
     * listened to what was said about their order.
     */
    private Optional<Reservation> adopt(UUID orderId) {
        boolean isOld =
                jdbc.sql("select exists (select from reservation where order_id = ?)")
                        .param(orderId)
                        .query(Boolean.class)
                        .single();
        if (!isOld) {
            return Optional.empty();
        }
        Reservation adopted = Reservation.held(orderId);
        add(adopted, List.of());
        jdbc.sql("update reservation set state = 'HELD' where order_id = ?")
                .param(orderId)
                .update();
        return Optional.of(adopted);
    }

    /**
     * Adds a reservation.
     *
     * @throws org.springframework.dao.DuplicateKeyException if another transaction was faster; the
     *     event is delivered again and finds it
     */
    public void add(Reservation reservation, List<Line> lines) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql(
                        """
                        insert into order_reservation (order_id, state, changed_at, expires_at)
                        values (:order, :state, :now, :expires)
                        """)
                .param("order", reservation.orderId())
                .param("state", reservation.state().name())
                .param("now", now)
                .param("expires", expiry(reservation))
                .update();
        batches.batchUpdate(
                "insert into reservation (order_id, sku, quantity, at, state) values (?, ?, ?, ?, ?)",
                lines.stream()
                        .map(
                                line ->
                                        new Object[] {
                                            reservation.orderId(),
                                            line.sku().value(),
                                            line.quantity(),
                                            now,
                                            reservation.state().name()
                                        })
                        .toList());
    }

    /** Stores the new state of a reservation that is locked; its lines follow by themselves. */
    public void move(Reservation next) {
        jdbc.sql(
                        """
                        update order_reservation
                        set state = :state, changed_at = :now, expires_at = :expires
                        where order_id = :order
                        """)
                .param("order", next.orderId())
                .param("state", next.state().name())
                .param("now", Timestamp.from(clock.instant()))
                .param("expires", expiry(next))
                .update();
    }

    /** What was reserved, in order of SKU. */
    public List<Line> lines(UUID orderId) {
        return jdbc.sql("select sku, quantity from reservation where order_id = ? order by sku")
                .param(orderId)
                .query((row, _) -> new Line(new Sku(row.getString(1)), row.getInt(2)))
                .list();
    }

    /** Some orders that have expired by now. They expire again one interval later. */
    public List<UUID> expired() {
        Instant now = clock.instant();
        return jdbc.sql(
                        """
                        with due as materialized (
                            select order_id from order_reservation
                            where state = 'HELD' and expires_at <= :now
                            order by expires_at limit :batch for update skip locked)
                        update order_reservation set expires_at = :next
                        where order_id in (select order_id from due)
                        returning order_id
                        """)
                .param("now", Timestamp.from(now))
                .param("next", Timestamp.from(now.plus(settings.expiry())))
                .param("batch", settings.batch())
                .query((row, _) -> row.getObject(1, UUID.class))
                .list();
    }

    private @Nullable Timestamp expiry(Reservation reservation) {
        return reservation.state() == State.HELD
                ? Timestamp.from(clock.instant().plus(settings.expiry()))
                : null;
    }
}
