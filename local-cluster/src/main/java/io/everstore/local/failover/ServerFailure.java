package io.everstore.local.failover;

/**
 * A server did not do what it was asked within its bound. The outcome is unknown: the caller must
 * look again, or fence.
 */
final class ServerFailure extends Exception {

    ServerFailure(String message) {
        super(message);
    }

    ServerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
