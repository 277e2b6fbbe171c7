package io.everstore.catalog.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.catalog.reservation.Reservation.State;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservationTests {

    private static final UUID ORDER = new UUID(0, 1);

    /** The whole table: every state, every word. */
    @ParameterizedTest
    @CsvSource({
        "HELD,     CONFIRMED, SETTLED",
        "HELD,     REJECTED,  RELEASED",
        "HELD,     CANCELLED, RELEASED",
        "HELD,     UNKNOWN,   RELEASED",
        "SETTLED,  CONFIRMED, SETTLED",
        "SETTLED,  REJECTED,  SETTLED",
        "SETTLED,  CANCELLED, RELEASED",
        "SETTLED,  UNKNOWN,   SETTLED",
        "RELEASED, CONFIRMED, RELEASED",
        "RELEASED, REJECTED,  RELEASED",
        "RELEASED, CANCELLED, RELEASED",
        "RELEASED, UNKNOWN,   RELEASED",
        "REFUSED,  CONFIRMED, REFUSED",
        "REFUSED,  REJECTED,  REFUSED",
        "REFUSED,  CANCELLED, REFUSED",
        "REFUSED,  UNKNOWN,   REFUSED"
    })
    void movesOnlyAsTheOrderServiceSays(State from, OrderWord word, State to) {
        Reservation before = Reservation.stored(ORDER, from);

        Reservation after = before.hearing(word);

        assertThat(after.state()).isEqualTo(to);
        assertThat(after.orderId()).isEqualTo(ORDER);
        if (from == to) {
            assertThat(after).as("nothing to store").isSameAs(before);
        }
    }
}
