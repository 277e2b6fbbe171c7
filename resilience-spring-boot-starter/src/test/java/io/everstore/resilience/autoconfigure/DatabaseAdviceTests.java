package io.everstore.resilience.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionSystemException;

class DatabaseAdviceTests {

    private final DatabaseAdvice advice = new DatabaseAdvice();

    /** What a pool makes of a connection that broke inside a transaction. */
    @Test
    void saysUnavailableWhenTheRollbackFailedLikeTheStatementBefore() {
        assertThat(answerTo(new DataAccessResourceFailureException("connection lost")))
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void staysAnErrorWhenOnlyTheRollbackWasLost() {
        assertThat(answerTo(new IllegalStateException("a bug")))
                .isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    private Object answerTo(RuntimeException first) {
        var rollback =
                new TransactionSystemException(
                        "Could not roll back", new SQLException("Connection is closed"));
        rollback.initApplicationException(first);
        return advice.handle(rollback).getStatusCode();
    }

    @Test
    void saysUnavailableWhenAllThatIsLeftIsThePoolsClosedConnection() {
        var rollback =
                new DataIntegrityViolationException(
                        "Unable to rollback", new SQLException("Connection is closed"));

        assertThat(advice.handle(rollback).getStatusCode())
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    }
}
