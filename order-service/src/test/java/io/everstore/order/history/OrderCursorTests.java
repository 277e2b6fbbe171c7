package io.everstore.order.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderCursorTests {

    private static final OrderCursor CURSOR =
            new OrderCursor(Instant.parse("2026-11-21T12:00:00.123456Z"), new UUID(1, 2));

    @Test
    void comesBackAsItWentOut() {
        assertThat(OrderCursor.decode("alice", CURSOR.encode("alice"))).isEqualTo(CURSOR);
    }

    @Test
    void isNotValidWithAnyCharacterChanged() {
        String text = CURSOR.encode("alice");
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String tampered = text.substring(0, i) + other + text.substring(i + 1);
            assertThatThrownBy(() -> OrderCursor.decode("alice", tampered))
                    .as("character " + i)
                    .isInstanceOf(CursorNotValid.class);
        }
    }

    @Test
    void isNotValidForAnotherCustomer() {
        assertThatThrownBy(() -> OrderCursor.decode("bob", CURSOR.encode("alice")))
                .isInstanceOf(CursorNotValid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "AAAA", "not base64!", "%00"})
    void isNotValidWhenItIsSomethingElse(String text) {
        assertThatThrownBy(() -> OrderCursor.decode("alice", text))
                .isInstanceOf(CursorNotValid.class);
    }
}
