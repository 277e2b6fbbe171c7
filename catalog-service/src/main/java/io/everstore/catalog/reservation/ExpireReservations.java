package io.everstore.catalog.reservation;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks the order service about orders whose stock has been held for long. A question and no
 * release: the confirmation may be on its way, and a confirmed order must never lose its stock to a
 * clock.
 */
@Component
class ExpireReservations {

    private final Reservations reservations;
    private final StockEvents questions;

    ExpireReservations(Reservations reservations, StockEvents questions) {
        this.reservations = reservations;
        this.questions = questions;
    }

    /** Asks about one batch of orders; returns how many. Instances never ask about the same one. */
    @Transactional
    public int askAboutSome() {
        List<UUID> expired = reservations.expired();
        questions.expired(expired);
        return expired.size();
    }
}
