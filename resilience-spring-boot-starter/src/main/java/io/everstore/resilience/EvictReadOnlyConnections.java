package io.everstore.resilience;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Makes HikariCP drop a connection that turned out to be read-only (SQLSTATE 25006): its server was
 * demoted. Such a connection passes every validation, so without this it would fail writes until
 * its maximum lifetime. Set as {@code spring.datasource.hikari.exception-override-class-name}.
 */
public final class EvictReadOnlyConnections implements SQLExceptionOverride {

    private static final String READ_ONLY_SQL_TRANSACTION = "25006";

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return READ_ONLY_SQL_TRANSACTION.equals(failure.getSQLState())
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
