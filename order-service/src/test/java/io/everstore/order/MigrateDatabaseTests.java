package io.everstore.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrateDatabaseTests {

    private static final int PORT = Backends.POSTGRES.port();

    @Test
    void changesNothingTheSecondTime() {
        int before = migrations();

        assertThat(MigrateDatabase.run(Backends.migration(PORT))).isZero();

        assertThat(migrations()).isEqualTo(before).isGreaterThanOrEqualTo(2);
    }

    @Test
    void failsWithoutItsPassword() {
        assertThat(
                        MigrateDatabase.run(
                                Map.of(
                                        "POSTGRES_HOSTS",
                                        "127.0.0.1:" + PORT,
                                        "EVERSTORE_SECRETS",
                                        "/nowhere")))
                .isEqualTo(1);
    }

    @Test
    void leavesTheServiceNothingButData() {
        var rights =
                Backends.database()
                        .sql(
                                """
                                select has_table_privilege('order_app', 'orders', 'insert') as write,
                                       has_table_privilege('order_app', 'orders', 'truncate') as empty,
                                       has_schema_privilege('order_app', 'public', 'create') as build""")
                        .query()
                        .singleRow();

        assertThat(rights.values()).containsExactly(true, false, false);
    }

    private static int migrations() {
        return Backends.database()
                .sql("select count(*) from flyway_schema_history where success")
                .query(Integer.class)
                .single();
    }
}
