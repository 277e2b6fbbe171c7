package io.everstore.order.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.order.commit.NotReplicated;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLWarning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class TroubleTests {

    @ParameterizedTest
    @CsvSource({
        "08006, LINK", // connection failure
        "08007, LINK", // transaction resolution unknown
        "57P01, LINK", // admin shutdown
        "57P05, LINK", // idle in transaction too long: the instance was frozen
        "40003, LINK", // statement completion unknown
        "25006, LINK", // read-only: this node was demoted
        "55P03, LOCKED", // lock not available
        "23505, OTHER", // unique violation
        "57014, OTHER", // query cancelled
        "40001, OTHER", // serialization failure
    })
    void readsTheSqlState(String state, Trouble trouble) {
        assertThat(Trouble.of(wrapped(new SQLException("", state)))).isEqualTo(trouble);
    }

    @Test
    void takesNoConnectionForALostLink() {
        assertThat(
                        Trouble.of(
                                new CannotCreateTransactionException(
                                        "", new SQLTransientConnectionException("pool is empty"))))
                .isEqualTo(Trouble.LINK);
    }

    @Test
    void takesAFailedRollbackForALostLink() {
        SQLException closed = new SQLException("Connection is closed");

        assertThat(Trouble.of(new TransactionSystemException("", closed))).isEqualTo(Trouble.LINK);
    }

    @Test
    void takesACommitOnOneNodeForALostLink() {
        assertThat(Trouble.of(NotReplicated.because(new SQLWarning("", "01000"))))
                .isEqualTo(Trouble.LINK);
    }

    @Test
    void leavesOrdinaryFailuresAlone() {
        assertThat(Trouble.of(new IllegalStateException("bug"))).isEqualTo(Trouble.OTHER);
    }

    @Test
    void tellsADeadConnectionFromAnEmptyPool() {
        var empty = new SQLTransientConnectionException("pool is empty", "08001");
        var unended = new TransactionSystemException("", new SQLException("Connection is closed"));

        assertThat(Trouble.isDeadConnection(new CannotCreateTransactionException("", empty)))
                .isFalse();
        assertThat(Trouble.isDeadConnection(NoAnswer.expected())).isFalse();
        assertThat(Trouble.isDeadConnection(wrapped(new SQLException("", "23505")))).isFalse();
        assertThat(Trouble.isDeadConnection(wrapped(new SQLException("", "57P01")))).isTrue();
        assertThat(Trouble.isDeadConnection(unended)).isTrue();
    }

    private static RuntimeException wrapped(SQLException cause) {
        return new UncategorizedSQLException("task", "sql", cause);
    }
}
