package io.everstore.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.local.topology.NodeView;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodesTests {

    private static final List<NodeView> SHOP =
            List.of(
                    node("pg-1", "postgres", "standby"),
                    node("pg-2", "postgres", "primary"),
                    node("pg-3", "postgres", "standby"),
                    node("order-1", "order", "active"));

    private static NodeView node(String name, String tier, String role) {
        return new NodeView(name, tier, role, NodeView.UP, 1L, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "order-1, order-1",
        "postgres, pg-1 pg-2 pg-3",
        "postgres/primary, pg-2",
        "postgres/standby, pg-1 pg-3"
    })
    void findsNodesByNameTierAndRole(String choice, String found) {
        assertThat(new Nodes(List.of(choice)).resolve(SHOP, new Random(1)))
                .containsExactly(found.split(" "));
    }

    @Test
    void findsOneByChance() {
        Random random = new Random(1);
        Nodes one = new Nodes(List.of("postgres/standby/any"));

        assertThat(random.ints(50).mapToObj(_ -> one.resolve(SHOP, random)))
                .allSatisfy(found -> assertThat(found).hasSize(1))
                .contains(List.of("pg-1"), List.of("pg-3"))
                .doesNotContain(List.of("pg-2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nowhere", "postgres/boss", "postgres/standby/all", "order-x", "pg-1/any"})
    void refusesWhatNoNodeCanBe(String choice) {
        assertThatThrownBy(() -> new Nodes(List.of(choice)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + choice + "'");
    }
}
