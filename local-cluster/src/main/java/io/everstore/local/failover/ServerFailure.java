package io.everstore.local.failover;

/**
 * A server did not do what it was asked within its bound. The outcome is unknown: the caller must
 * look again, or fence.
 */
final class ServerFailure extends Exception {

    private final String message;

    ServerFailure(String message) {
        super(message);
        this.message = message;
    }

    ServerFailure(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** Never null, unlike that of other exceptions. */
    @Override
    public String getMessage() {
        return message;
    }
}
