package io.everstore.local.cli;

/** Ends a command with one sentence and an exit code. */
final class CommandFailed extends RuntimeException {

    private final int exitCode;

    CommandFailed(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
