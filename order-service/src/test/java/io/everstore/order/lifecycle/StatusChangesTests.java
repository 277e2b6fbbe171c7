package io.everstore.order.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.order.Backends;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;

/** The database refuses what the aggregate refuses, whoever asks. */
@OrderServiceTest
class StatusChangesTests {

    @Autowired private Orders orders;

    @ParameterizedTest
    @MethodSource
    void areTheSameInTheDatabase(OrderStatus from, OrderStatus to) {
        Order order = Moves.orderIn(from);
        orders.add(order);

        if (from == to || from.next().contains(to)) {
            write(order, to);
            assertThat(Shop.status(order.id())).isEqualTo(to.name());
        } else {
            assertThatThrownBy(() -> write(order, to))
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining(from + " and does not become " + to);
            assertThat(Shop.status(order.id())).isEqualTo(from.name());
        }
    }

    static Stream<Arguments> areTheSameInTheDatabase() {
        return stored().flatMap(
                        from ->
                                Arrays.stream(OrderStatus.values())
                                        .map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void readBackAsTheyWereWritten(OrderStatus status) {
        Order order = Moves.orderIn(status);
        orders.add(order);

        assertThat(orders.find("alice", order.id())).contains(order);
    }

    static Stream<OrderStatus> stored() {
        return Arrays.stream(OrderStatus.values()).filter(status -> status != OrderStatus.QUEUED);
    }

    private static void write(Order order, OrderStatus to) {
        Backends.database()
                .sql(
                        """
                        update orders set status = :to,
                            reason = case when :to = 'REJECTED' then 'OUT_OF_STOCK' end
                        where id = :id""")
                .param("to", to.name())
                .param("id", order.id())
                .update();
    }
}
