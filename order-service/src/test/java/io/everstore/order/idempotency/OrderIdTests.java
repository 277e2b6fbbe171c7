package io.everstore.order.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderIdTests {

    private static final IdempotencyKey KEY = new IdempotencyKey("a-key-of-a-customer");

    /** Another value here would make a re-send across an update of the service another order. */
    @Test
    void staysTheSameForEver() {
        assertThat(OrderId.of("alice", KEY)).hasToString("bc2c1425-4359-85b8-9d8f-32f32e39770a");
    }

    @Test
    void isAUuidOfVersionEight() {
        UUID id = OrderId.of("alice", KEY);

        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(OrderId.isDerived(id)).isTrue();
        assertThat(OrderId.isDerived(UUID.randomUUID())).isFalse();
    }

    @Test
    void differsByCustomerAndByKey() {
        Set<UUID> ids = new HashSet<>();
        for (int customer = 0; customer < 100; customer++) {
            for (int key = 0; key < 100; key++) {
                ids.add(OrderId.of("c" + customer, new IdempotencyKey("a-key-with-number-" + key)));
            }
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void keepsCustomerAndKeyApart() {
        assertThat(OrderId.of("x", new IdempotencyKey("aaaaaaaaaaaaaaaaab")))
                .isNotEqualTo(OrderId.of("bx", new IdempotencyKey("aaaaaaaaaaaaaaaaa")));
    }
}
