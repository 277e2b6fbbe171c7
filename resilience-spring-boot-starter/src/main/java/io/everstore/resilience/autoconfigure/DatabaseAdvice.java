package io.everstore.resilience.autoconfigure;

import io.everstore.resilience.Problems;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers 503 while a store is away, and 500 if the fault is ours: a client should come back for
 * the first, and only for it.
 */
@RestControllerAdvice
@Order(DatabaseAdvice.BEFORE_PROBLEM_ADVICE)
class DatabaseAdvice {

    static final int BEFORE_PROBLEM_ADVICE = Integer.MAX_VALUE - 1;

    private static final Logger log = LoggerFactory.getLogger(DatabaseAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(OptimisticLockingFailureException conflict) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.CONFLICT,
                        "changed-meanwhile",
                        "Someone else changed it at the same time",
                        "Nothing was changed; read it again, and repeat your change");
        return ResponseEntity.status(HttpStatus.CONFLICT).body(problem);
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> handle(RuntimeException failure) {
        if (!isAway(failure)) {
            log.error("Request failed", failure);
            return ResponseEntity.internalServerError().body(Problems.unexpected());
        }
        log.warn("Answered 503: {}", failure.toString());
        return Problems.unavailable(
                "A part of this service is away for the moment",
                "Send the same request again in a second");
    }

    private static boolean isAway(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            // A rollback that failed as well hides what failed first, and that is what counts.
            if (cause instanceof TransactionSystemException rollback
                    && rollback.getApplicationException() != null) {
                return isAway(rollback.getApplicationException());
            }
            boolean away =
                    switch (cause) {
                        case DataAccessResourceFailureException _,
                                TransientDataAccessException _,
                                RecoverableDataAccessException _,
                                CannotCreateTransactionException _ ->
                                true;
                        case SQLException sql -> isAway(sql.getSQLState()) || isEvicted(sql);
                        default -> false;
                    };
            if (away) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * What the pool says, without any SQLSTATE, when a rollback follows on a connection that it has
     * already thrown away; with JPA that is all that is left of the first failure.
     */
    private static boolean isEvicted(SQLException failure) {
        return failure.getSQLState() == null && "Connection is closed".equals(failure.getMessage());
    }

    /** Connection lost or refused, server stopping or starting, no slot left, demoted. */
    private static boolean isAway(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08")
                        || sqlState.startsWith("57P0")
                        || sqlState.equals("53300")
                        || sqlState.equals("25006"));
    }
}
